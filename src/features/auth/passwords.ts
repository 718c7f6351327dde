import { availableParallelism } from 'node:os'
import { hash, verify } from '@node-rs/argon2'
import type { PasswordCost, Platform } from '#platform/platform.ts'
import { passwordsBusy } from './errors.ts'

/**
 * argon2id with 64 MiB, three passes, four lanes: what RFC 9106, section 4, recommends where memory is scarce. 70 to 90 ms of processor, 20 sign-ins a
 * second on two cores (docs/decisions/0028-passwords.md). The library works in libuv's threads, so the event loop stays free, and begins as many threads
 * more as there are cores, four at most, for the lanes.
 */
export const passwordCost: PasswordCost = { memoryCost: 65_536, timeCost: 3, parallelism: 4 }

/**
 * So many that their lanes fill the cores. More would hold more memory (64 MiB each) and be slower: on two cores 24.5 hashes a second are made one at a
 * time, 23.3 two and 21.5 four. Of libuv's four threads one is left to others.
 */
const runningMax = Math.min(3, Math.max(1, Math.floor(availableParallelism() / passwordCost.parallelism)))

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
