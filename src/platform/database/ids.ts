import { getRandomValues } from 'node:crypto'
import { v7 } from 'uuid'

/** Drawn for many ids at once: one by one they take as long as everything else that makes an id. */
const random = new Uint8Array(16 * 256)
let drawn = random.length
let lastMsecs = 0
let sequence = 0

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Whether a text is written as ids are: a UUID in lower case. */
export function isId(text: string): boolean {
  return uuid.test(text)
}

/**
 * A new id: uuidv7, so that ids sort by time of making, also those of one process within a millisecond (RFC 9562, 6.2, method 1). Made here and
 * not by the database, so that a write can be repeated. Never a secret.
 */
export function newId(): string {
  if (drawn === random.length) {
    getRandomValues(random)
    drawn = 0
  }
  const bytes = random.subarray(drawn, drawn + 16)
  drawn += 16
  const now = Date.now()
  if (now > lastMsecs) {
    lastMsecs = now
    // It begins at 31 random bits of the 32 that there are: it does not overflow within a millisecond.
    sequence = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0) >>> 1
  } else sequence++
  return v7({ msecs: lastMsecs, seq: sequence, random: bytes })
}
