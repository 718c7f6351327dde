import { expect, test } from 'vitest'
import { serverAddress } from './server-address.ts'

test.each([
  ['postgres://rollcall:secret@db.example:5433/rollcall', 'db.example', 5433],
  ['postgres://rollcall@db.example/rollcall', 'db.example', 5432],
  ['postgres://rollcall@127.0.0.1/rollcall?host=10.0.0.1&port=6432', '10.0.0.1', 6432],
  ['postgres://rollcall:secret@/rollcall?host=/run/postgresql', '/run/postgresql', 5432],
])('%s leads to %s, port %i', (url, host, port) => {
  expect(serverAddress(url)).toEqual({ host, port })
})
