import { Refusal } from '#platform/http/index.ts'
import type { PasswordCost, Platform } from '#platform/platform.ts'
import { wrongCredentials } from './errors.ts'

/**
 * A second where a hash costs what it costs in use: eleven of them one after the other, on a machine that needs 90 ms for one, and twenty where it needs
 * 50. More than a stranger can add to those of an address (`directory-store.ts`).
 */
const markMs = 1_000
/** KiB times passes of such a hash: where hashes are cheaper the mark is earlier by as much. */
const costAtMark = 3 * 65_536

/**
 * Answers a sign-in that is refused for its password at a mark of time after it was asked for, or at the next one: neither how many accounts know the address
 * nor whether any does is told by time (threats.md "Enumeration"). Waiting takes no processor and no connection; who gives the right password is not
 * kept waiting.
 */
export async function answeredInTime<T>(
  means: Pick<Platform, 'passwordCost'>,
  signIn: () => Promise<T>,
): Promise<T> {
  const begun = performance.now()
  try {
    return await signIn()
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== wrongCredentials().code) throw error
    const mark = markOf(means.passwordCost)
    const tookMs = performance.now() - begun
    await new Promise((resolve) => setTimeout(resolve, Math.ceil(tookMs / mark) * mark - tookMs))
    throw error
  }
}

function markOf({ memoryCost, timeCost }: PasswordCost): number {
  return markMs * ((memoryCost * timeCost) / costAtMark)
}
