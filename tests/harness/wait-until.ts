import { setTimeout as delay } from 'node:timers/promises'

/**
 * Polls `check` every 25 ms until it gives something truthy, and returns that. A check that throws counts as not yet.
 * @throws after `timeoutMs` an error that names what was awaited, with what the check threw last as its cause
 */
export async function waitUntil<T>(
  check: () => T | Promise<T>,
  { timeoutMs = 15_000, what }: { timeoutMs?: number; what: string },
): Promise<NonNullable<T>> {
  const deadline = performance.now() + timeoutMs
  for (;;) {
    let cause: unknown
    try {
      const found = await check()
      if (found) return found
    } catch (error) {
      cause = error
    }
    if (performance.now() >= deadline)
      throw new Error(`Waited ${timeoutMs} ms in vain for ${what}.`, { cause })
    await delay(25)
  }
}
