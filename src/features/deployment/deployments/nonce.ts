import { createHmac } from 'node:crypto'
import type { Clock } from '#platform/clock/clock.ts'
import { sameNonce } from '#platform/http/index.ts'
import type { MasterKey } from '#platform/secrets/index.ts'

/** Nonces of the forms that end users press: they bind a press to a page of ours that was looked at within the last hours. */
export interface Nonces {
  of(token: string): string
  fits(token: string, given: unknown): boolean
}

const hourMs = 3_600_000

/** Nonces of 22 characters, made of the token and the hour by a key derived from the master key: nothing is stored, and each fits for two to three hours. */
export function formNonces(masterKey: MasterKey, clock: Clock): Nonces {
  const key = masterKey.deriveKey('form nonces')
  const at = (token: string, hour: number) =>
    createHmac('sha256', key).update(`${hour}\u2016${token}`).digest('base64url').slice(0, 22)
  const hourNow = () => Math.floor(clock.now().getTime() / hourMs)
  return {
    of: (token) => at(token, hourNow()),
    fits: (token, given) => [0, 1, 2].some((ago) => sameNonce(given, at(token, hourNow() - ago))),
  }
}
