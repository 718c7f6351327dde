import type { Listening } from '#platform/database/index.ts'
import type { Log } from '#platform/log/log.ts'

/** Who waits, for what. */
interface Ticket {
  accountId: string
  /** SHA-256 of the credential that was presented. */
  hash: Buffer
  credential: string
  since: string | undefined
}

/** One open request. It ends once, whatever comes first. */
export interface Waiter<Answer> extends Ticket {
  /** Known from the first look on. */
  seat: { clientId: string; subscriberId: string } | undefined
  seated(client: { clientId: string }): void
  lookedAt: number
  end(answer: Answer | undefined): void
  fail(error: unknown): void
}

/** A look that is under way, and for whom something was heard meanwhile. */
type Look = Set<string>

/** Everybody is looked at again after this time, because a notification may be lost with its connection. */
const lookAgainMs = 5_000

/** How many looks, each of one account, are under way at once: as many database connections as waiting takes. */
const looksMax = 4

/** How many clients one look takes. */
const lookSize = 500

/** How many requests of one client wait at once; the newest win. More than one, because a lost connection is noticed late. */
const waitersPerClientMax = 3

/**
 * Holds open requests until something is heard for their subscriber, and looks only then. Looks of one account are put together, so that ten
 * thousand clients woken at once cost twenty reads.
 */
export function waitingRoom<Answer>(options: {
  look(accountId: string, waiters: Waiter<Answer>[]): Promise<void>
  hear(ears: { woken(accountId: string, subscriberId: string): void; missed(): void }): Listening
  log: Log
}) {
  const everybody = new Set<Waiter<Answer>>()
  const seats = new Map<string, Set<Waiter<Answer>>>()
  const dueToLook = new Map<string, Set<Waiter<Answer>>>()
  const looks = new Set<Look>()
  let listening: Listening | undefined
  let rounds: NodeJS.Timeout | undefined
  let closed = false

  function open(): void {
    listening ??= options.hear({
      woken(accountId, subscriberId) {
        const key = keyOf(accountId, subscriberId)
        for (const look of looks) look.add(key)
        for (const waiter of seats.get(key) ?? []) lookSoon(waiter)
      },
      missed: () => everybody.forEach(lookSoon),
    })
    rounds ??= setInterval(() => {
      const since = performance.now() - lookAgainMs
      for (const waiter of everybody) if (waiter.lookedAt < since) lookSoon(waiter)
    }, 1_000).unref()
  }

  /** Waits. @returns undefined when nothing came in time, the client hung up, or newer requests of it took the places */
  function wait(
    ticket: Ticket,
    waitMs: number,
    gone: AbortSignal,
    seated: (client: { clientId: string }) => void,
  ): Promise<Answer | undefined> {
    if (closed || gone.aborted) return Promise.resolve(undefined)
    open()
    return new Promise((resolve, reject) => {
      const leave = () => waiter.end(undefined)
      // A client that does not want to wait is answered after the first look, so its time begins there.
      let timer: NodeJS.Timeout | undefined
      const waiter: Waiter<Answer> = {
        ...ticket,
        seat: undefined,
        lookedAt: performance.now(),
        seated(client) {
          timer = setTimeout(leave, waitMs)
          seated(client)
        },
        end: (answer) => settle(() => resolve(answer)),
        fail: (error) => settle(() => reject(error)),
      }
      function settle(answer: () => void): void {
        clearTimeout(timer)
        gone.removeEventListener('abort', leave)
        remove(waiter)
        answer()
      }
      gone.addEventListener('abort', leave)
      everybody.add(waiter)
      lookSoon(waiter)
    })
  }

  /** Gives a waiter its seat: from now on it is woken with its subscriber. */
  function seat(waiter: Waiter<Answer>, client: { clientId: string; subscriberId: string }): void {
    if (waiter.seat || !everybody.has(waiter)) return
    waiter.seat = client
    const key = keyOf(waiter.accountId, client.subscriberId)
    const there = seats.get(key) ?? new Set()
    seats.set(key, there.add(waiter))
    waiter.seated(client)
    const ofClient = [...there].filter((each) => each.seat?.clientId === client.clientId)
    for (const oldest of ofClient.slice(0, -waitersPerClientMax)) oldest.end(undefined)
  }

  function remove(waiter: Waiter<Answer>): void {
    everybody.delete(waiter)
    dueToLook.get(waiter.accountId)?.delete(waiter)
    if (!waiter.seat) return
    const key = keyOf(waiter.accountId, waiter.seat.subscriberId)
    const there = seats.get(key)
    there?.delete(waiter)
    if (there?.size === 0) seats.delete(key)
  }

  function lookSoon(waiter: Waiter<Answer>): void {
    const due = dueToLook.get(waiter.accountId) ?? new Set()
    dueToLook.set(waiter.accountId, due.add(waiter))
    // After whatever else is due in this turn, so that many become one look.
    setImmediate(beginLooks)
  }

  function beginLooks(): void {
    while (looks.size < looksMax && dueToLook.size > 0) {
      const [accountId, due] = dueToLook.entries().next().value as [string, Set<Waiter<Answer>>]
      const taken = [...due].slice(0, lookSize)
      for (const waiter of taken) due.delete(waiter)
      if (due.size === 0) dueToLook.delete(accountId)
      if (taken.length > 0) void lookAt(accountId, taken)
    }
  }

  async function lookAt(accountId: string, waiters: Waiter<Answer>[]): Promise<void> {
    const look: Look = new Set()
    looks.add(look)
    try {
      await options.look(accountId, waiters)
      for (const waiter of waiters) waiter.lookedAt = performance.now()
      // What was heard during the look may be younger than what it read, and nobody was seated yet to be woken.
      for (const waiter of waiters) {
        if (everybody.has(waiter) && waiter.seat && look.has(keyOf(accountId, waiter.seat.subscriberId)))
          lookSoon(waiter)
      }
    } catch (error) {
      options.log.warn({ err: error, accountId }, 'waiting clients could not be looked at')
      for (const waiter of waiters) {
        waiter.lookedAt = performance.now()
        // Who has not been recognised yet is told so; the others go on waiting and are looked at again.
        if (!waiter.seat) waiter.fail(error)
      }
    } finally {
      looks.delete(look)
      setImmediate(beginLooks)
    }
  }

  async function close(): Promise<void> {
    closed = true
    clearInterval(rounds)
    for (const waiter of [...everybody]) waiter.end(undefined)
    await listening?.close()
  }

  return { wait, seat, close }
}

function keyOf(accountId: string, subscriberId: string): string {
  return `${accountId} ${subscriberId}`
}
