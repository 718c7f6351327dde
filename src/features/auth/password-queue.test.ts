import { expect, test } from 'vitest'
import { hashPassword, verifyPassword } from './passwords.ts'

test('Sign-in limits: passwords are verified four at a time; of a rush the first hundred wait, and the others are refused at once', async () => {
  const known = await hashPassword('carla counts the stairs')
  // The placeholder for unknown people, made when the program starts, holds a turn until it is done.
  await verifyPassword('anything', undefined)
  const rush = Array.from({ length: 300 }, () => verifyPassword('carla counts the stairs', known))
  const ends = await Promise.allSettled(rush)
  const refused = ends.filter((end) => end.status === 'rejected')
  expect(ends.filter((end) => end.status === 'fulfilled' && end.value)).toHaveLength(104)
  expect(refused).toHaveLength(196)
  for (const { reason } of refused) {
    expect(reason).toMatchObject({ status: 503, code: 'auth.busy', headers: { 'retry-after': '5' } })
  }
  // The turns were given back.
  expect(await verifyPassword('wrong', known)).toBe(false)
})
