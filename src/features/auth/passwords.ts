import { availableParallelism } from 'node:os'
import { hash, verify } from '@node-rs/argon2'
import type { PasswordCost, Platform } from '#platform/platform.ts'
import { passwordsBusy } from './errors.ts'

/**
 * argon2id with 64 MiB, three passes, four lanes: what RFC 9106, section 4, recommends where memory is scarce. 75 to 85 ms of processor, 18 sign-ins a
 * second on two cores (docs/decisions/0028-passwords.md). The library works in libuv's threads, so the event loop stays free, and begins as many threads
 * more as there are cores, four at most, for the lanes.
 */
export const passwordCost: PasswordCost = { memoryCost: 65_536, timeCost: 3, parallelism: 4 }

/** More at once than there are cores would hold memory (64 MiB each) and be no faster; of libuv's four threads one is left to others. */
const runningMax = Math.min(3, availableParallelism())

/** Five seconds of work: who comes later is better off asking again than waiting. */
const waitingMax = 100

type Means = Pick<Platform, 'passwordCost'>

let running = 0
const waiting: Array<() => void> = []

/** → PHC string. @throws Refusal 503 `auth.busy` when too many are waiting */
export function hashPassword({ passwordCost }: Means, password: string): Promise<string> {
  return inTurn(() => hash(password.normalize('NFKC'), passwordCost))
}

/**
 * Whether the password is right. Without a hash it takes as long and answers no: an unknown person must not answer faster.
 * @throws Refusal 503 `auth.busy` when too many are waiting
 */
export async function verifyPassword(
  means: Means,
  password: string,
  known: string | undefined,
): Promise<boolean> {
  const expected = known ?? (await placeholder(means))
  const right = await inTurn(() => verify(expected, password.normalize('NFKC')))
  return right && known !== undefined
}

/** Memory is bounded for the whole process, because its threads are. */
async function inTurn<T>(act: () => Promise<T>): Promise<T> {
  if (running < runningMax) running++
  else {
    if (waiting.length >= waitingMax) throw passwordsBusy()
    // Whoever ends hands its turn on, so that nobody who comes later goes first.
    await new Promise<void>((resolve) => waiting.push(resolve))
  }
  try {
    return await act()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}

/** Whether a hash cost less than one that is made now: then whoever gives the password again gets another. */
export function isCheaper({ passwordCost }: Means, known: string): boolean {
  const { memoryCost, timeCost, parallelism } = passwordCost
  const parameters = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$/.exec(known)?.slice(1).map(Number)
  const now = [memoryCost, timeCost, parallelism]
  return !parameters || now.some((value, at) => value > (parameters[at] as number))
}

const placeholders = new Map<PasswordCost, Promise<string>>()

/** Made once, with what hashes cost now. Out of turn, because one that is refused in a rush would be kept: nobody unknown would be answered again. */
function placeholder({ passwordCost }: Means): Promise<string> {
  const made = placeholders.get(passwordCost) ?? hash('no person has this password', passwordCost)
  placeholders.set(passwordCost, made)
  return made
}
