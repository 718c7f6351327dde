import { generateSecret, generateURI, verify } from 'otplib'

/**
 * Time-based codes (RFC 6238) with what every authenticator app knows, whatever the QR code says: SHA-1, six digits, 30 seconds. The secret has 160
 * bits, as many as RFC 4226 (4, R6) recommends.
 */
const stepSeconds = 30

/** @returns base32 without padding, 32 characters */
export function newTotpSecret(): string {
  return generateSecret({ length: 20 })
}

/** What a QR code holds. In an app, entries of one address in several accounts are told apart by the account's name. */
export function totpUri(secret: string, person: { email: string; accountName: string }): string {
  // A colon would end the label's first part (Key URI format).
  const label = `${person.email} (${person.accountName})`.replaceAll(':', ' ')
  return generateURI({ issuer: 'Rollcall', label, secret })
}

/**
 * Whether this is the code of the moment, or of the step before or after: clocks differ, and people type slowly (RFC 6238, 5.2).
 * @returns the number of its step; undefined: it is none of the three
 */
export async function timeStepOf(code: string, secret: string, now: Date): Promise<number | undefined> {
  const digits = code.replace(/\s/g, '')
  if (!isTotp(digits)) return undefined
  const epoch = Math.floor(now.getTime() / 1000)
  const result = await verify({ secret, token: digits, epoch, epochTolerance: stepSeconds })
  return result.valid && 'timeStep' in result ? result.timeStep : undefined
}

/** Whether this has the shape of a code from an app: six digits, in groups or not. */
export function isTotp(given: string): boolean {
  return /^\d{6}$/.test(given.replace(/\s/g, ''))
}
