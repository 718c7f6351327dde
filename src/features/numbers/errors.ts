import type { ConnectorError } from '#connectors/kit/index.ts'
import { Refusal } from '#platform/http/index.ts'

/** UA-12: says how to turn on what is off. */
export const userNumbersOff = () => refusedNumber('numbers.user-numbers-off', USER_NUMBERS_OFF)
const USER_NUMBERS_OFF =
  'Nobody can be given an SMS number yet. Turn on Twilio and User numbers under Integrations and Apps › Twilio.'

/** UA-5: there is nothing to turn on in a partner's own account. */
export const noUserNumbersHere = () => refusedNumber('numbers.user-numbers-off', NO_USER_NUMBERS_HERE)
const NO_USER_NUMBERS_HERE =
  'The people of a partner’s own account have no SMS numbers. Leave the field empty.'

export const numberUnknown = () => refusedNumber('numbers.unknown', NUMBER_UNKNOWN)
const NUMBER_UNKNOWN = 'This is none of the SMS numbers of the account. Choose one from the list.'

function refusedNumber(code: string, message: string): Refusal {
  return new Refusal(422, code, message, { errors: [{ path: 'smsNumber', code, message }] })
}

/** UA-73: more people than numbers. @param missing how many numbers more would be enough */
export const tooFewNumbers = (missing: number) =>
  new Refusal(
    409,
    'numbers.too-few',
    `${missing.toLocaleString('en')} more SMS number(s) are needed for the selected people. Rent more at Twilio and synchronise, or unassign numbers of others, and try again.`,
    { members: { missing } },
  )

/** The integration is turned on only with an account that works. */
export const twilioNotSetUp = () =>
  new Refusal(
    409,
    'numbers.twilio-not-set-up',
    'There is no Twilio account that works. Enter it, and check it, under Integrations and Apps › Twilio.',
  )

export const twilioOn = () =>
  new Refusal(
    409,
    'numbers.twilio-on',
    'The Twilio integration is on. Turn it off under Integrations and Apps first.',
  )

/** A secret that is kept would be given away, were it sent to another address or for another account. */
export const secretNeeded = () => {
  const message = 'Enter the secret again: it is kept for the address and the SIDs it was entered for.'
  return new Refusal(422, 'numbers.secret-needed', message, {
    errors: [{ path: 'secret', code: 'numbers.secret-needed', message }],
  })
}

/** Design rule for every source: one that loses much at once is asked about before it is believed. */
export const tooManyGone = (gone: number, known: number) =>
  new Refusal(
    409,
    'numbers.too-many-gone',
    `${gone.toLocaleString('en')} of ${known.toLocaleString('en')} numbers are not in the Twilio account any more. Nothing was changed. If that is meant, synchronise again and say so.`,
  )

/** Somebody gave the account other credentials while its numbers were read with the old ones. */
export const twilioChangedMeanwhile = () =>
  new Refusal(
    409,
    'numbers.twilio-changed-meanwhile',
    'The Twilio account was changed while its numbers were read. Synchronise again.',
  )

/** What an outside system did not do, as a refusal of ours. */
export const notFromTwilio = ({ code, message }: ConnectorError) => new Refusal(502, code, message)
