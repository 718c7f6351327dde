import { createHmac, type KeyObject } from 'node:crypto'
import type { MasterKey } from '#platform/secrets/index.ts'

/** An event as it is sealed: everything that is kept of it. */
export interface SealedContent {
  accountId: string
  eventId: string
  /** To the microsecond, as the database keeps it: `2026-03-01T08:30:00.000000Z`. */
  at: string
  actorKind: string
  actorId: string | null
  actorAccountId: string | null
  actorName: string | null
  action: string
  subjectKind: string
  subjectId: string | null
  details: unknown
  address: string | null
  requestId: string | null
}

/** What stands before the first seal of an account. */
export const chainStart = Buffer.alloc(32)

/** The key of the chain: who has the database and not the key cannot make a seal. */
export const chainKey = (masterKey: MasterKey): KeyObject => masterKey.deriveKey('event history')

/**
 * The seal of an event: HMAC-SHA-256 over the seal before it and the event.
 * @param previous 32 bytes
 * @returns 32 bytes
 */
export function sealOf(key: KeyObject, previous: Buffer, event: SealedContent): Buffer {
  return createHmac('sha256', key).update(previous).update(canonical(event)).digest()
}

/** JSON with the keys in order and nothing between (RFC 8785), so that the same event is always the same bytes. */
function canonical(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  const members = value as Record<string, unknown>
  let text = ''
  // By UTF-16 code units, as the RFC has them. Every event of a bulk act comes this way: pairs, sorted and joined, take twice as long.
  for (const name of Object.keys(members).sort()) {
    text += `${text === '' ? '{' : ','}${JSON.stringify(name)}:${canonical(members[name])}`
  }
  return text === '' ? '{}' : `${text}}`
}
