import { availableParallelism } from 'node:os'
import { expect, test } from 'vitest'
import { hashPassword, passwordCost, verifyPassword } from './passwords.ts'

/** Dear enough that nobody is done before the last has come. */
const means = { passwordCost: { memoryCost: 19_456, timeCost: 2, parallelism: 1 } }
const atATime = Math.min(3, Math.max(1, Math.floor(availableParallelism() / passwordCost.parallelism)))

test('Sign-in limits: passwords are verified one at a time for every four cores, which their lanes fill, but three at most; of a rush the first hundred wait, and the others are refused at once', async () => {
  const known = await hashPassword(means, 'carla counts the stairs')
  const rush = Array.from({ length: 300 }, () => verifyPassword(means, 'carla counts the stairs', known))
  const asDear = { passwordCost: { ...means.passwordCost } }
  // The first of nobody, for whom there is no hash yet to compare with.
  const ofNobody = verifyPassword(asDear, 'of nobody', undefined).catch(() => 'refused')
  const ends = await Promise.allSettled(rush)
  const refused = ends.filter((end) => end.status === 'rejected')
  expect(ends.filter((end) => end.status === 'fulfilled' && end.value)).toHaveLength(100 + atATime)
  expect(refused).toHaveLength(200 - atATime)
  for (const { reason } of refused) {
    expect(reason).toMatchObject({ status: 503, code: 'auth.busy', headers: { 'retry-after': '5' } })
  }
  // The turns were given back, and nobody unknown is refused for good.
  await ofNobody
  expect(await verifyPassword(means, 'wrong', known)).toBe(false)
  expect(await verifyPassword(asDear, 'of nobody', undefined)).toBe(false)
})
