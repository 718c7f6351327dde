import { hash, verify } from '@node-rs/argon2'
import { passwordsBusy } from './errors.ts'

/**
 * argon2id with 19 MiB, two passes, one lane (OWASP's first recommendation). The library works in libuv's threads, so the event loop stays free:
 * measured 25 a second on two busy cores.
 */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** As many as libuv has threads by default: more at once would hold memory (19 MiB each) and be no faster. */
const runningMax = 4
/** Four seconds of work: who comes later is better off asking again than waiting. */
const waitingMax = 100

let running = 0
const waiting: Array<() => void> = []

/** → PHC string. @throws Refusal 503 `auth.busy` when too many are waiting */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password.normalize('NFKC'), cost))
}

/**
 * Whether the password is right. Without a hash it takes as long and answers no: an unknown person must not answer faster.
 * @throws Refusal 503 `auth.busy` when too many are waiting
 */
export async function verifyPassword(password: string, known: string | undefined): Promise<boolean> {
  const expected = known ?? (await placeholder)
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

const placeholder = hashPassword('no person has this password')
