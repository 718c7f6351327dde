import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { createOutbound, type Outbound } from './index.ts'
import { httpServer } from './servers.testing.ts'

type Options = Parameters<typeof createOutbound>[0]

/** Names lead to what the script says, one entry for each time that a name is asked for. */
function scripted(script: Record<string, string[][]>) {
  const asked: string[] = []
  const resolve = async (host: string) => {
    asked.push(host)
    const answers = script[host] ?? []
    const answer = answers.length > 1 ? answers.shift() : answers[0]
    if (answer === undefined) throw new Error(`ENOTFOUND ${host}`)
    return answer
  }
  return { asked, resolve }
}

function anOutbound(options: Partial<Options> = {}): Outbound {
  return createOutbound({ allow: [], redirectOrigin: () => 'http://localhost:1', databases: [], ...options })
}

const refused = (code: string) => ({ name: 'OutboundError', code: `outbound.${code}` })

describe('threats "SSRF": where a request may go', () => {
  test.each([
    'file:///etc/passwd',
    'gopher://127.0.0.1:6379/_FLUSHALL',
    'ftp://example.com/',
    'data:text/plain,a',
    'javascript:alert(1)',
    '/etc/passwd',
    'http://[fe80::1%25eth0]/',
    'http://user:password@example.com/',
  ])('%s is no address for it', async (url) => {
    await expect(anOutbound().request(url)).rejects.toMatchObject(refused('refused-url'))
  })

  test.each([
    '127.0.0.1',
    '2130706433',
    '0x7f000001',
    '0x7f.1',
    '0177.0.0.1',
    '017700000001',
    '127.1',
    '127.0.0.1.',
    '①②⑦.⓪.⓪.①',
    '0',
    '[::1]',
    '[0:0:0:0:0:0:0:1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::127.0.0.1]',
    '[64:ff9b::7f00:1]',
    '[2002:7f00:1::]',
    'localhost',
    'localhost.',
    'LocalHost',
    'ⓛⓞⓒⓐⓛⓗⓞⓢⓣ',
  ])('this machine written as %s is refused, and nobody connects', async (host) => {
    await using server = await httpServer((_request, response) => response.end('secret'))
    await expect(anOutbound().request(`http://${host}:${server.port}/`)).rejects.toMatchObject(
      refused('refused-address'),
    )
    expect(server.connections).toBe(0)
  })

  test.each([
    '169.254.169.254',
    '[fd00:ec2::254]',
    '100.100.100.200',
    '168.63.129.16',
    '192.0.0.192',
  ])('the metadata of a cloud at %s is refused', async (host) => {
    await expect(anOutbound().request(`http://${host}/latest/meta-data/`)).rejects.toMatchObject(
      refused('refused-address'),
    )
  })

  test('a name with one address that may not be reached is refused with all of its addresses', async () => {
    const { resolve } = scripted({ 'both.example': [['8.8.8.8', '10.0.0.1']] })
    await expect(anOutbound({ resolve }).request('http://both.example/')).rejects.toMatchObject(
      refused('refused-address'),
    )
  })

  test('a name without address says so', async () => {
    const { resolve } = scripted({ 'empty.example': [[]] })
    for (const host of ['empty.example', 'unknown.example']) {
      await expect(anOutbound({ resolve }).request(`http://${host}/`)).rejects.toMatchObject(
        refused('unresolved'),
      )
    }
  })

  test('the sentence of a refusal tells no address and no path', async () => {
    const { resolve } = scripted({ 'intern.example': [['10.1.2.3']] })
    const error = await anOutbound({ resolve })
      .request('http://intern.example/key/s3cret?also=s3cret')
      .catch(String)
    expect(error).toContain('intern.example')
    expect(error).not.toMatch(/10\.1\.2\.3|s3cret/)
  })
})

describe('threats "SSRF": rebinding', () => {
  test('the connection is made to the address that was judged: the second answer for a name is never asked for', async () => {
    await using judged = await httpServer((_request, response) => response.end('judged'))
    await using other = await serverAt('127.0.0.2', judged.port)
    const names = scripted({ 'rebound.example': [['127.0.0.1'], ['127.0.0.2']] })
    const outbound = anOutbound({ allow: ['127.0.0.1'], resolve: names.resolve })
    const answer = await outbound.request(`http://rebound.example:${judged.port}/`)
    expect(answer.body.toString()).toBe('judged')
    expect(names.asked).toEqual(['rebound.example'])
    expect(other.connections()).toBe(0)
  })

  test('each request judges anew: an address that turned private is refused, with no connection left open to it', async () => {
    await using server = await httpServer((_request, response) => response.end('here'))
    const { resolve } = scripted({ 'rebound.example': [['127.0.0.1'], ['127.0.0.2']] })
    const outbound = anOutbound({ allow: ['127.0.0.1'], resolve })
    const url = `http://rebound.example:${server.port}/`
    expect((await outbound.request(url)).status).toBe(200)
    await expect(outbound.request(url)).rejects.toMatchObject(refused('refused-address'))
    expect(server.connections).toBe(1)
  })
})

describe('threats "SSRF": what the operator allows', () => {
  test.each([
    ['a host', 'pbx.local', 'pbx.local'],
    ['a host, however it is written', 'PBX.local.', 'pbx.LOCAL.'],
    ['a host with letters of its own', 'pbx.bücher.example', 'pbx.bücher.example'],
    ['an address', '127.0.0.1', 'some.example'],
    ['a network', '127.0.0.0/8', 'some.example'],
  ])('%s: %s', async (_what, allowed, host) => {
    await using server = await httpServer((request, response) => response.end(request.headers.host))
    const resolve = async () => ['127.0.0.1']
    const answer = await anOutbound({ allow: [allowed], resolve }).request(`http://${host}:${server.port}/`)
    expect(answer.status).toBe(200)
  })

  test.each([
    ['pbx.local'],
    ['127.0.0.2'],
    ['10.0.0.0/8'],
    ['128.0.0.0/1'],
  ])('and nothing beside %s', async (allowed) => {
    const { resolve } = scripted({ 'www.pbx.local': [['127.0.0.1']] })
    await expect(
      anOutbound({ allow: [allowed], resolve }).request('http://www.pbx.local/'),
    ).rejects.toMatchObject(refused('refused-address'))
  })

  test('an address hidden in another is not reached through a network that takes it in', async () => {
    const outbound = anOutbound({ allow: ['::/0', '0.0.0.0/0'] })
    for (const host of ['[::ffff:127.0.0.1]', '[64:ff9b::7f00:1]', '[2002:7f00:1::]', '[::]']) {
      await expect(outbound.request(`http://${host}/`)).rejects.toMatchObject(refused('refused-address'))
    }
  })

  test('the redirect server is reached wherever it is, its neighbours are not', async () => {
    await using redirect = await httpServer((_request, response) => response.end('redirect'))
    await using neighbour = await httpServer((_request, response) => response.end('neighbour'))
    const outbound = anOutbound({ redirectOrigin: () => redirect.origin })
    expect((await outbound.request(`${redirect.origin}/healthz`)).body.toString()).toBe('redirect')
    await expect(outbound.request(neighbour.origin)).rejects.toMatchObject(refused('refused-address'))
  })

  test('our own database is not reached, whatever is allowed and however it is named', async () => {
    await using database = await httpServer((_request, response) => response.end('rows'))
    const { port, origin } = database
    const names = { 'db.local': [['127.0.0.1']], 'alias.example': [['127.0.0.1']] }
    for (const host of ['127.0.0.1', 'db.local', 'localhost']) {
      const outbound = anOutbound({
        allow: ['127.0.0.0/8', '::1', '0.0.0.0/8', 'db.local', 'alias.example', 'localhost'],
        redirectOrigin: () => origin,
        databases: [{ host, port }],
        resolve: scripted({ ...names, localhost: [['127.0.0.1', '::1']] }).resolve,
      })
      for (const alias of [
        '127.0.0.1',
        '127.0.0.9',
        '0.0.0.0',
        '[::1]',
        'localhost',
        'db.local',
        'alias.example',
      ]) {
        await expect(outbound.request(`http://${alias}:${port}/`)).rejects.toMatchObject(
          refused('refused-address'),
        )
      }
    }
    expect(database.connections).toBe(0)
  })

  test('while the name of our database leads nowhere, nothing is reached at its port', async () => {
    await using server = await httpServer((_request, response) => response.end('rows'))
    const databases = [{ host: 'db.local', port: server.port }]
    const outbound = anOutbound({ allow: ['127.0.0.1'], databases, resolve: scripted({}).resolve })
    await expect(outbound.request(server.origin)).rejects.toMatchObject(refused('refused-address'))
    expect(server.connections).toBe(0)
  })

  test('a database on a socket of this machine has no port that could be refused', async () => {
    await using server = await httpServer((_request, response) => response.end('pbx'))
    const databases = [{ host: '/run/postgresql', port: 5432 }]
    const answer = await anOutbound({ allow: ['127.0.0.1'], databases }).request(server.origin)
    expect(answer.body.toString()).toBe('pbx')
  })
})

test('threats "SSRF": no proxy of the environment is used', async () => {
  await using proxy = await httpServer((_request, response) => response.end('proxy'))
  await using server = await httpServer((_request, response) => response.end('server'))
  const program = `
    import { get } from 'node:http'
    import { createOutbound } from '#platform/outbound/index.ts'
    const outbound = createOutbound({ allow: ['127.0.0.1'], redirectOrigin: () => '', databases: [] })
    console.log((await outbound.request('${server.origin}')).body.toString())
    get('${server.origin}', (response) => response.pipe(process.stdout))`
  const environment = { HTTP_PROXY: proxy.origin, HTTPS_PROXY: proxy.origin, NODE_USE_ENV_PROXY: '1' }
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], {
    env: environment,
  })
  // The second line shows that the environment was set as Node wants it.
  expect(stdout).toBe('server\nproxy')
})

async function serverAt(address: string, port: number) {
  let connections = 0
  const server = createServer((_request, response) => response.end('other'))
  server.on('connection', () => connections++)
  await new Promise<void>((resolve) => server.listen(port, address, resolve))
  expect((server.address() as AddressInfo).address).toBe(address)
  return {
    connections: () => connections,
    async [Symbol.asyncDispose]() {
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
