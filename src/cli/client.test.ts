import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, aSubscriber, finished } from '#tests/harness/people.ts'
import { aLink } from '#tests/harness/phones.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'
import { runReferenceClient } from './client.ts'

let app: TestApp
let ada: ApiClient
let customer: Awaited<ReturnType<typeof aCustomer>>
let folder: string

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
  customer = await aCustomer(ada)
  folder = await mkdtemp(join(tmpdir(), 'rollcall-client-'))
})
afterAll(async () => {
  await app.stop()
  await rm(folder, { recursive: true, force: true })
})

let clients = 0
const aFolder = () => {
  clients += 1
  return join(folder, `client-${clients}`)
}

/** Runs the client in a folder of its own, in this process. */
function run(given: { link?: string; pin?: string; kind?: string; out?: string; once?: boolean }) {
  const events: Array<{ event: string; [fact: string]: unknown }> = []
  const stopping = new AbortController()
  const out = given.out ?? aFolder()
  const options = { kind: 'generic', once: false, server: app.serviceOrigin, ...given, out }
  const exitCode = runReferenceClient(options, (event) => events.push(event), stopping.signal)
  const saw = (event: string, times = 1) =>
    waitUntil(() => events.filter((each) => each.event === event).length >= times, {
      what: `${times} times ${event} among ${JSON.stringify(events)}`,
    })
  return { out, events, exitCode, saw, stop: () => stopping.abort() }
}

async function annaWithLink(given: object = {}) {
  const { id } = await aSubscriber(ada, customer, given)
  const token = await aLink(app, ada, customer, id)
  // The redirect server learns of the link a moment later.
  await waitUntil(
    async () => (await fetch(`${app.redirectOrigin}/d/${token}`, { redirect: 'manual' })).status === 307,
    { what: 'the redirect server knows the link' },
  )
  return { id, token, link: `${app.redirectOrigin}/d/${token}` }
}

describe('rollcall client', () => {
  test('sets itself up through the redirect server and keeps the configuration for nobody else to read', async () => {
    const { link, id } = await annaWithLink({ deploymentPin: '482913' })
    const client = run({ link, pin: '482913', once: true })
    expect(await client.exitCode).toBe(0)
    expect(client.events.map(({ event }) => event)).toEqual(['ticket', 'configuration'])
    const document = JSON.parse(await readFile(join(client.out, 'configuration.json'), 'utf8'))
    expect(document.accounts).toMatchObject([{ userName: '1001', secret: { clear: 's3cret-Anna' } }])
    for (const file of await readdir(client.out)) {
      expect((await stat(join(client.out, file))).mode & 0o777).toBe(0o600)
    }
    const shown = await ada.get(`${customer.path}/subscribers/${id}`).expect(200)
    expect(shown).toMatchObject({ state: 'downloaded', clientCount: 1 })
  })

  test('goes on later from its folder, with nothing but the URL it was handed', async () => {
    const { link } = await annaWithLink()
    const { out, exitCode } = run({ link, once: true })
    await exitCode
    const again = run({ out, once: true })
    expect(await again.exitCode).toBe(0)
    expect(again.events.map(({ event }) => event)).toEqual(['unchanged'])
  })

  test('a kind whose document has no place for a URL gets it beside the document', async () => {
    const { token } = await annaWithLink()
    const code = token.replace(/.{5}(?=.)/g, '$& ')
    const client = run({ link: code, kind: 'baresip', once: true })
    expect(await client.exitCode).toBe(0)
    expect(await readFile(join(client.out, 'accounts'), 'utf8')).toContain('auth_user="1001"')
    expect(JSON.parse(await readFile(join(client.out, 'client.json'), 'utf8')).url).toContain('/client/v1/')
  })

  test('CD-8 obeys force config, fetches what changed, and forgets everything when it is removed', async () => {
    const { link, id } = await annaWithLink()
    const client = run({ link })
    await client.saw('configuration')
    const path = `${customer.path}/subscribers/${id}`
    const forced = await ada
      .post(`${customer.path}/forced-configurations`, { selection: { ids: [id] } })
      .expect(202)
    await finished(ada, customer, forced.id)
    await client.saw('unchanged')
    expect((await ada.get(path).expect(200)).flags.forcePending).toBe(false)

    await ada.patch(path, { pbxSipPassword: 'n3w-s3cret' }).expect(200)
    await client.saw('configuration', 2)
    expect(await readFile(join(client.out, 'configuration.json'), 'utf8')).toContain('n3w-s3cret')

    const [{ id: clientId }] = (await ada.get(`${path}/clients`).expect(200)).items
    await ada.delete(`${path}/clients/${clientId}`).expect(204)
    expect(await client.exitCode).toBe(5)
    expect(await readdir(client.out)).toEqual([])
  })

  test('ends with 0 when it is asked to stop while it waits', async () => {
    const { link } = await annaWithLink()
    const client = run({ link })
    await client.saw('configuration')
    client.stop()
    expect(await client.exitCode).toBe(0)
  })

  test.each([
    ['a link that nobody knows', async () => ({ link: `${app.serviceOrigin}/d/unknown` }), 2],
    ['no link and an empty folder', async () => ({}), 2],
    ['a missing PIN', async () => ({ link: (await annaWithLink({ deploymentPin: '482913' })).link }), 3],
    [
      'a wrong PIN',
      async () => ({ link: (await annaWithLink({ deploymentPin: '482913' })).link, pin: '111111' }),
      3,
    ],
    ['a server that does not answer', async () => ({ link: 'http://localhost:1/d/code' }), 4],
  ])('%s is an exit code and a sentence', async (_what, given, code) => {
    const client = run({ ...(await given()), once: true })
    expect(await client.exitCode).toBe(code)
    expect(client.events.at(-1)).toMatchObject({
      event: 'ended',
      exitCode: code,
      message: expect.stringMatching(/\.$/),
    })
    expect(await readdir(client.out)).toEqual([])
  })
})
