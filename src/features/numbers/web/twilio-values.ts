import type { SecretValue } from '#web/components/form/secret-field.tsx'
import type { TwilioAccount } from '../schema.ts'

/** Where the API of Twilio is. */
export const usualOrigin = 'https://api.twilio.com'

/** The Twilio account as a form holds it, without null. */
export interface TwilioValues {
  origin: string
  accountSid: string
  /** Empty: the account itself signs in. */
  keySid: string
  secret: SecretValue
}

/** What the form starts with. @param account undefined: there is none yet */
export function twilioValues(account: TwilioAccount | undefined): TwilioValues {
  return {
    origin: account?.origin ?? usualOrigin,
    accountSid: account?.accountSid ?? '',
    keySid: account?.keySid ?? '',
    secret: undefined,
  }
}

/**
 * The Twilio account as the API takes it. A stored secret stays with the address and the SIDs it was entered for: for others there is none until it
 * is entered again.
 * @param stored what the form started with; undefined: nothing is stored yet
 */
export function twilioBody(
  { secret, keySid, ...others }: TwilioValues,
  stored: TwilioValues | undefined,
): Record<string, unknown> {
  const isStored =
    stored?.origin === others.origin && stored.accountSid === others.accountSid && stored.keySid === keySid
  const typed = typeof secret === 'string' ? secret : ''
  return {
    ...others,
    keySid: keySid.trim() === '' ? null : keySid,
    ...(isStored && secret === undefined ? {} : { secret: typed }),
  }
}
