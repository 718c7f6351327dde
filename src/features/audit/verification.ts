import type { KeyObject } from 'node:crypto'
import type { Platform } from '#platform/platform.ts'
import { chainKey, chainStart, sealOf } from './chain.ts'
import { countChain, goneWhileWaiting, listSeals, type Seal, type SealWithEvent } from './seals-store.ts'

/** A seal that somebody noted down outside the database. */
export interface Noted {
  position: number
  /** 64 hexadecimal digits. */
  hash: string
}

/** The first thing that is wrong with a history. */
export interface ChainFault {
  kind: 'changed' | 'missing' | 'inserted' | 'reordered' | 'cut'
  /** Where in the chain; null: the event is in no chain. */
  position: number | null
  eventId: string | null
  message: string
}

/** What the event history of an account is worth. */
export interface ChainReport {
  events: number
  sealed: number
  /** Written lately, the seal is still to come. */
  unsealed: number
  unsealedSince: Date | null
  /** The last seal: to be noted down elsewhere. */
  head: Noted | null
  fault: ChainFault | null
}

const pageSize = 1_000

/**
 * Checks every seal of the account against its event, and every event for its seal. The program may work meanwhile.
 * @param noted the chain must still hold this seal: else its end was cut off, which nothing in the database can tell
 */
export async function verifyChain(
  { database, masterKey }: Pick<Platform, 'database' | 'masterKey'>,
  accountId: string,
  noted?: Noted,
): Promise<ChainReport> {
  const key = chainKey(masterKey)
  let previous: Pick<Seal, 'position' | 'hash'> = { position: 0, hash: chainStart }
  let fault: ChainFault | null = null
  let notedHash: string | undefined
  let sealed = 0
  for (;;) {
    const page = await database.inAccount(accountId, (tx) => listSeals(tx, previous.position, pageSize))
    for (const seal of page) {
      fault ??= faultOf(key, previous, seal, page)
      if (seal.position === noted?.position) notedHash = seal.hash.toString('hex')
      previous = seal
    }
    sealed += page.length
    if (page.length < pageSize) break
  }
  const { gone, ...counts } = await database.inAccount(accountId, async (tx) => ({
    ...(await countChain(tx)),
    gone: await goneWhileWaiting(tx),
  }))
  const { strangers, ...counted } = counts
  return {
    ...counted,
    sealed,
    head:
      previous.position === 0 ? null : { position: previous.position, hash: previous.hash.toString('hex') },
    fault: fault ?? cut(noted, notedHash, previous.position) ?? withoutSeal(strangers[0], gone),
  }
}

/** What is wrong with a seal, given the one before it. */
function faultOf(
  key: KeyObject,
  previous: Pick<Seal, 'position' | 'hash'>,
  seal: SealWithEvent,
  page: SealWithEvent[],
): ChainFault | null {
  const position = previous.position + 1
  const { eventId, event, hash } = seal
  const fault = (kind: ChainFault['kind'], message: string) => ({ kind, position, eventId, message })
  if (seal.position !== position) {
    return { ...fault('missing', 'This seal was removed, perhaps with its event.'), eventId: null }
  }
  if (event && sealOf(key, previous.hash, event).equals(hash)) return null
  const others = page.filter((other) => other !== seal)
  if (others.some((other) => isEventOf(key, previous.hash, seal, other))) {
    return fault('reordered', 'The event of another seal belongs here.')
  }
  if (others.some((other) => follows(key, previous.hash, other))) {
    return others.some((other) => follows(key, other.hash, seal))
      ? fault('reordered', 'Another seal belongs here.')
      : fault('inserted', 'The seal was put in between: the next ones follow without it.')
  }
  return event
    ? fault('changed', 'The event or its seal was changed.')
    : fault('missing', 'The event was removed.')
}

function follows(key: KeyObject, previous: Buffer, { event, hash }: SealWithEvent): boolean {
  return event !== null && sealOf(key, previous, event).equals(hash)
}

/** Whether the seal is that of an event at another place: the seals changed their events, or the events their ids. */
function isEventOf(key: KeyObject, previous: Buffer, { eventId, hash }: Seal, other: SealWithEvent): boolean {
  if (other.event === null) return false
  return (
    sealOf(key, previous, other.event).equals(hash) ||
    sealOf(key, previous, { ...other.event, eventId }).equals(hash)
  )
}

function cut(noted: Noted | undefined, found: string | undefined, last: number): ChainFault | null {
  if (!noted || found === noted.hash) return null
  const { position } = noted
  return found === undefined
    ? {
        kind: 'cut',
        position: last + 1,
        eventId: null,
        message: `The chain ends at ${last}, but ${position} was noted down: its end was removed.`,
      }
    : {
        kind: 'changed',
        position,
        eventId: null,
        message: 'The seal is another than the one that was noted down: the chain was made anew.',
      }
}

function withoutSeal(stranger: string | undefined, gone: string | undefined): ChainFault | null {
  if (stranger !== undefined) {
    const message = 'The event bears no seal and waits for none: it was inserted, or its seal was removed.'
    return { kind: 'inserted', position: null, eventId: stranger, message }
  }
  if (gone === undefined) return null
  return {
    kind: 'missing',
    position: null,
    eventId: gone,
    message: 'The event was removed before it was sealed.',
  }
}
