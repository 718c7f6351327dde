import { text } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { createOutbound } from './index.ts'
import { httpServer, rawServer } from './servers.testing.ts'

/** May reach the servers of these tests, as if 127.0.0.1 were public. */
const outbound = createOutbound({
  allow: ['127.0.0.1', 'there.example'],
  redirectOrigin: () => '',
  databases: [],
  resolve: async (host) => (host === 'slow.example' ? new Promise(() => undefined) : ['127.0.0.1']),
})

const refused = (code: string) => ({ name: 'OutboundError', code: `outbound.${code}` })

test('a request is sent as it was given, and its answer comes back whole', async () => {
  await using server = await httpServer(async (request, response) => {
    const body = await text(request)
    const { host, authorization } = request.headers
    response.writeHead(418, { 'x-answer': 'yes' })
    response.end(JSON.stringify({ method: request.method, url: request.url, host, authorization, body }))
  })
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'] as const) {
    const answer = await outbound.request(`http://there.example:${server.port}/path?query`, {
      method,
      headers: { authorization: 'Bearer key', Host: 'elsewhere.example' },
      body: 'grüezi',
    })
    expect(answer.status).toBe(418)
    expect(answer.headers['x-answer']).toBe('yes')
    expect(JSON.parse(answer.body.toString())).toEqual({
      method,
      url: '/path?query',
      host: `there.example:${server.port}`,
      authorization: 'Bearer key',
      body: 'grüezi',
    })
  }
})

describe('threats "SSRF": redirects', () => {
  test.each([
    ['the metadata of a cloud', 'http://169.254.169.254/latest/meta-data/', 'refused-address'],
    ['this machine', 'http://[::1]:5432/', 'refused-address'],
    ['a file', 'file:///etc/passwd', 'refused-url'],
    ['what is no address', 'http://', 'refused-url'],
  ])('one to %s is not followed: %s', async (_what, location, code) => {
    await using server = await httpServer((_request, response) => {
      response.writeHead(302, { location }).end()
    })
    await expect(outbound.request(server.origin, { redirects: 3 })).rejects.toMatchObject(refused(code))
  })

  test('as many are followed as the caller wants, at most three', async () => {
    await using server = await httpServer(({ url }, response) => {
      const left = Number(url?.slice(1))
      if (left === 0) response.end('arrived')
      else response.writeHead(307, { location: `/${left - 1}` }).end()
    })
    const arrived = await outbound.request(`${server.origin}/3`, { redirects: 3 })
    expect(arrived.body.toString()).toBe('arrived')
    await expect(outbound.request(`${server.origin}/4`, { redirects: 3 })).rejects.toMatchObject(
      refused('too-many-redirects'),
    )
    await expect(outbound.request(`${server.origin}/2`, { redirects: 1 })).rejects.toMatchObject(
      refused('too-many-redirects'),
    )
  })

  test('none is followed where the caller did not ask, nor by a request that changes something', async () => {
    await using server = await httpServer((_request, response) => {
      response.writeHead(308, { location: '/other' }).end()
    })
    expect((await outbound.request(server.origin)).status).toBe(308)
    expect((await outbound.request(server.origin, { method: 'POST', redirects: 3 })).status).toBe(308)
    expect(server.connections).toBe(2)
  })

  test('credentials stay with the origin they were given for, also when it leads back', async () => {
    const seen: Array<Record<string, unknown>> = []
    await using other = await httpServer((request, response) => {
      seen.push(request.headers)
      response.writeHead(302, { location: `${server.origin}/back` }).end()
    })
    await using server = await httpServer((request, response) => {
      seen.push(request.headers)
      if (request.url === '/back') response.end()
      else response.writeHead(302, { location: request.url === '/' ? '/same' : other.origin }).end()
    })
    const headers = { Authorization: 'Bearer key', cookie: 'a=b', 'x-api-key': 'key', Accept: 'text/xml' }
    await outbound.request(server.origin, { headers, redirects: 3 })
    const known = { authorization: 'Bearer key', cookie: 'a=b', 'x-api-key': 'key', accept: 'text/xml' }
    expect(seen).toEqual([
      expect.objectContaining(known),
      expect.objectContaining(known),
      {
        accept: 'text/xml',
        'accept-encoding': 'gzip',
        connection: 'close',
        host: new URL(other.origin).host,
      },
      {
        accept: 'text/xml',
        'accept-encoding': 'gzip',
        connection: 'close',
        host: new URL(server.origin).host,
      },
    ])
  })
})

describe('threats "hostile answers": what a server answers', () => {
  test('that is too large is not read to its end', async () => {
    await using endless = await httpServer((_request, response) => {
      const more = () => {
        while (response.write(Buffer.alloc(65_536))) {}
      }
      response.on('drain', more)
      more()
    })
    await expect(outbound.request(endless.origin)).rejects.toMatchObject(refused('too-large'))
  })

  test('may be as large as the caller says, to the byte', async () => {
    await using server = await httpServer((_request, response) => response.end('x'.repeat(100)))
    expect((await outbound.request(server.origin, { maxBytes: 100 })).body).toHaveLength(100)
    await expect(outbound.request(server.origin, { maxBytes: 99 })).rejects.toMatchObject(
      refused('too-large'),
    )
  })

  test('and packed is unpacked to the same bound', async () => {
    await using bomb = await httpServer(({ url }, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' })
      response.end(gzipSync(Buffer.alloc(Number(url?.slice(1)), 'x')))
    })
    expect((await outbound.request(`${bomb.origin}/1048576`)).body).toHaveLength(1_048_576)
    await expect(outbound.request(`${bomb.origin}/50000000`)).rejects.toMatchObject(refused('too-large'))
  })

  test.each([
    ['one long header', `x: ${'a'.repeat(20_000)}\r\n`],
    ['many headers', Array.from({ length: 2_000 }, (_, at) => `x-${at}: aaaaaaaa\r\n`).join('')],
  ])('with %s is too large', async (_what, headers) => {
    await using server = await rawServer((socket) => {
      socket.end(`HTTP/1.1 200 OK\r\n${headers}content-length: 0\r\n\r\n`)
    })
    await expect(outbound.request(server.origin)).rejects.toMatchObject(refused('too-large'))
  })

  test.each([
    ['no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n'],
    [
      'another protocol',
      'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n',
    ],
    ['broken packing', 'HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 1\r\n\r\n!'],
  ])('in %s is unreadable', async (_what, answer) => {
    await using server = await rawServer((socket) => void socket.end(answer))
    await expect(outbound.request(server.origin)).rejects.toMatchObject(refused('unreadable'))
  })

  test('in a packing not asked for is unreadable', async () => {
    await using server = await httpServer((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'br' }).end(gzipSync('text'))
    })
    await expect(outbound.request(server.origin)).rejects.toMatchObject(refused('unreadable'))
  })

  test.each([
    ['never', (): void => undefined],
    [
      'never to its end',
      (write: (bytes: string) => void) => write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nx'),
    ],
  ])('that comes %s is given up', async (_what, speak) => {
    await using server = await rawServer((socket) => speak((bytes) => void socket.write(bytes)))
    await expect(outbound.request(server.origin, { timeoutMs: 50 })).rejects.toMatchObject(refused('timeout'))
  })

  test('byte by byte is given up when the time for all of it is over', async () => {
    await using slow = await rawServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n')
      const drip = setInterval(() => socket.write('x'), 5)
      socket.on('close', () => clearInterval(drip))
    })
    await expect(outbound.request(slow.origin, { timeoutMs: 100 })).rejects.toMatchObject(refused('timeout'))
  })

  test('is not waited for by whoever waits for the name in vain', async () => {
    await expect(outbound.request('http://slow.example/', { timeoutMs: 20 })).rejects.toMatchObject(
      refused('timeout'),
    )
  })

  test('in part only is no answer', async () => {
    await using server = await rawServer((socket) => {
      socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nx')
    })
    await expect(outbound.request(server.origin)).rejects.toMatchObject(refused('unreachable'))
  })

  test('where nobody listens, or nobody speaks TLS, is unreachable', async () => {
    const gone = await httpServer(() => undefined)
    await gone[Symbol.asyncDispose]()
    await using plain = await httpServer((_request, response) => response.end())
    for (const url of [gone.origin, plain.origin.replace('http:', 'https:')]) {
      await expect(outbound.request(url)).rejects.toMatchObject(refused('unreachable'))
    }
  })
})
