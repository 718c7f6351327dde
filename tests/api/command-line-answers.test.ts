import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { newId } from '#platform/database/index.ts'
import { randomCredential } from '#platform/secrets/index.ts'
import { type CommandLine, openCommandLine } from '../harness/command-line.ts'

// Each command is a process that loads the whole program, and a test types several of them.
vi.setConfig({ testTimeout: 120_000 })

let home: CommandLine
let service: Server | undefined

beforeAll(async () => {
  home = await openCommandLine()
})
afterEach(() => {
  service?.close()
  service?.closeAllConnections()
})
afterAll(() => home.remove())

/** The command line at a service that answers so. */
async function lineTo(listener: RequestListener): Promise<CommandLine> {
  service = createServer(listener).listen(0, '127.0.0.1')
  await once(service, 'listening')
  const { port } = service.address() as AddressInfo
  const { text } = randomCredential(newId(), 32)
  return home.with({ ROLLCALL_URL: `http://localhost:${port}`, ROLLCALL_API_KEY: `rc_${text}` })
}

test('a name is looked for to the end of the list, so that a second account of that name is never overlooked', async () => {
  const asked: string[] = []
  const [first, second] = [newId(), newId()]
  const account = (id: string, name: string) => ({ id, name, customerNumber: null })
  const many = Array.from({ length: 100 }, (_, at) => account(newId(), `Acme ${at}`))
  const line = await lineTo((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost')
    asked.push(pathname)
    const page = searchParams.has('cursor')
      ? { items: [account(second, 'ACME')], nextCursor: null }
      : { items: [account(first, 'Acme'), ...many], nextCursor: 'next' }
    response.setHeader('content-type', 'application/json').end(JSON.stringify(page))
  })
  const refused = await line.run(['deploy', '--all', '--account', 'acme'])
  expect(refused).toMatchObject({ code: 2, stdout: '' })
  expect(refused.stderr).toBe(
    `2 accounts are called "acme". Give the id:\n  ${first}  Acme\n  ${second}  ACME\n`,
  )
  expect(new Set(asked)).toEqual(new Set(['/api/v1/accounts']))
  const near = await line.run(['deploy', '--all', '--account', 'acm'])
  expect(near).toMatchObject({ code: 4, stdout: '' })
  expect(near.stderr.trim().split('\n')).toHaveLength(12)
})

test.each([
  ['an answer that breaks off', (sent: string) => sent.slice(0, -20), 'cannot be reached'],
  ['one that is no JSON', () => '{"items": [', 'is not Rollcall'],
])('%s is one sentence and exit code 7', async (_what, cut, sentence) => {
  const sent = JSON.stringify({ items: [{ lastName: 'Kühn', id: newId() }], nextCursor: null })
  const line = await lineTo((_request, response) => {
    const shown = cut(sent)
    const length = sentence === 'cannot be reached' ? Buffer.byteLength(sent) : Buffer.byteLength(shown)
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': length })
    response.write(shown, () => response.destroy())
  })
  const ended = await line.run(['users', 'list'])
  expect(ended).toMatchObject({ code: 7, stdout: '' })
  expect(ended.stderr.trim().split('\n')).toHaveLength(1)
  expect(ended.stderr).toContain(sentence)
})

test('a file that breaks off is no success: it ends with 7', async () => {
  const line = await lineTo((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/csv' })
    response.write('ID,First name\n', () => response.destroy())
  })
  const ended = await line.run(['operations', 'report', newId()])
  expect(ended.code).toBe(7)
  expect(ended.stderr).toContain('cannot be reached')
})

test('Ctrl-C ends a command at once, also while the service does not answer', async () => {
  const id = newId()
  const begun = {
    id,
    kind: 'deployment',
    status: 'running',
    total: 9,
    done: 1,
    failed: 0,
    skipped: 0,
    finishedAt: null,
  }
  let asked = 0
  let isSilent = () => {}
  const silent = new Promise<void>((resolve) => {
    isSilent = resolve
  })
  const line = await lineTo((_request, response) => {
    asked += 1
    if (asked === 1) response.setHeader('content-type', 'application/json').end(JSON.stringify(begun))
    else isSilent()
  })
  const watching = line.start(['operations', 'watch', id])
  await silent
  watching.interrupt()
  expect(await watching.ended).toEqual({
    code: 130,
    stdout: '',
    stderr: `The deployment goes on. See how far it is: rollcall operations watch ${id}\n`,
  })
})

test('the id of a plan is one: nothing else is asked of the service', async () => {
  let asked = 0
  const line = await lineTo((_request, response) => {
    asked += 1
    response.end()
  })
  const refused = await line.run(['users', 'import', '--plan', '../users', '--apply'])
  expect(refused).toMatchObject({ code: 2, stdout: '' })
  expect(refused.stderr).toContain('Give the id of a plan')
  expect(asked).toBe(0)
})
