import { expect, test } from 'vitest'
import { waitUntil } from './wait-until.ts'

test('what the check finds is returned as soon as it is there', async () => {
  let asked = 0
  const found = await waitUntil(() => (++asked === 3 ? 'third time' : undefined), { what: 'the third time' })
  expect(found).toBe('third time')
  expect(asked).toBe(3)
})

test('a vain wait names what was awaited and keeps the last error', async () => {
  const refused = new Error('connection refused')
  const wait = waitUntil(() => Promise.reject(refused), { timeoutMs: 40, what: 'the registrar' })
  await expect(wait).rejects.toMatchObject({
    message: 'Waited 40 ms in vain for the registrar.',
    cause: refused,
  })
})
