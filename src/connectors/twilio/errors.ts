import { ConnectorError } from '../kit/index.ts'

export const unauthorised = () =>
  new ConnectorError(
    'twilio.unauthorised',
    'Twilio does not accept these credentials. Check the account SID, the SID of the API key, and the secret.',
  )

export const unknownAccount = () =>
  new ConnectorError(
    'twilio.unknown-account',
    'There is no such account at this address. Check the address and the account SID.',
  )

/** @param waitSeconds how long Twilio asks us to wait; undefined: it does not say */
export const tooManyRequests = (waitSeconds: number | undefined) =>
  new ConnectorError(
    'twilio.too-many-requests',
    waitSeconds === undefined
      ? 'Twilio takes no more requests of this account at the moment. Try again in some minutes.'
      : `Twilio takes no more requests of this account at the moment. Try again in ${waitSeconds} seconds.`,
  )

export const unavailable = () =>
  new ConnectorError(
    'twilio.unavailable',
    'Twilio has a fault at the moment. Try again later; status.twilio.com tells how long it lasts.',
  )

/** @param status the HTTP status that no rule foresees */
export const refusedByTwilio = (status: number) =>
  new ConnectorError(
    'twilio.refused',
    `Twilio refuses the request (status ${status}). Check the account there: it may be suspended or closed.`,
  )

/** @param what is wrong with the answer, in our words */
export const unreadableAnswer = (what: string) =>
  new ConnectorError(
    'twilio.unreadable',
    `What this address answers is not what Twilio answers: ${what}. Check the address.`,
  )

export const tooManyNumbers = (countMax: number) =>
  new ConnectorError(
    'twilio.too-many-numbers',
    `This Twilio account has more than ${countMax.toLocaleString('en')} numbers. Use a subaccount with fewer.`,
  )

export const insecureAddress = () =>
  new ConnectorError(
    'twilio.insecure-address',
    'The secret is sent to an address with https:// only. The operator can allow others in ROLLCALL_OUTBOUND_ALLOW.',
  )
