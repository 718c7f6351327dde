import type { MasterKey } from './master-key.ts'
import { decrypt, encrypt } from './sealing.ts'

/**
 * Seals a text that belongs to no account yet, such as an e-mail address that somebody typed, for as long as a job carries it: AES-256-GCM under a
 * key of its own for each purpose.
 * @returns base64url
 */
export function sealText(masterKey: MasterKey, purpose: string, clear: string): string {
  return encrypt(masterKey.deriveKey(purpose), Buffer.from(clear, 'utf8'), purpose).toString('base64url')
}

/** Opens what `sealText` sealed for the same purpose. @throws Error when it was changed, or sealed for another purpose */
export function openText(masterKey: MasterKey, purpose: string, sealed: string): string {
  return decrypt(masterKey.deriveKey(purpose), Buffer.from(sealed, 'base64url'), purpose).toString('utf8')
}
