import { createHash } from 'node:crypto'

/** A number that an account of the simulator rents. */
export interface SimulatedNumber {
  sid: string
  number: string
  friendlyName: string
  sms: boolean
}

/** What a number of an account is made from. */
export interface GivenNumber {
  number: string
  friendlyName?: string
  /** Whether it can send SMS; it can where nothing is said. */
  sms?: boolean
}

/** An account as a test or the demo gives it. */
export interface GivenAccount {
  sid: string
  authToken: string
  /** API keys, each with its secret. */
  keys?: Record<string, string>
  numbers?: GivenNumber[]
  /** Numbers that it could rent. */
  available?: GivenNumber[]
}

/** An account of the simulator: what it rents, and what it could rent. */
export interface SimulatedAccount {
  sid: string
  secrets: Map<string, string>
  numbers: SimulatedNumber[]
  available: GivenNumber[]
}

/** An account as it is when the simulator starts: each of its numbers rented, and under a SID of its own. */
export function openAccount(given: GivenAccount): SimulatedAccount {
  const { sid, authToken, keys = {}, numbers = [], available = [] } = given
  return {
    sid,
    secrets: new Map([[sid, authToken], ...Object.entries(keys)]),
    numbers: numbers.map(rentedNumber),
    available: [...available],
  }
}

/** The same number has the same SID each time. */
export function rentedNumber({ number, friendlyName = number, sms = true }: GivenNumber): SimulatedNumber {
  return {
    sid: `PN${createHash('sha256').update(number).digest('hex').slice(0, 32)}`,
    number,
    friendlyName,
    sms,
  }
}

/** Whether a pattern of Twilio's stands for the number: `*` for any digits, and it may lie anywhere in it. */
export function fits(pattern: string, number: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[^+0-9]/g, '').replace('+', '\\+'))
  return new RegExp(parts.join('[0-9]*')).test(number)
}

/** A number as the API describes it. */
export function describeNumber(
  account: SimulatedAccount,
  { sid, number, friendlyName, sms }: SimulatedNumber,
) {
  return {
    sid,
    account_sid: account.sid,
    friendly_name: friendlyName,
    phone_number: number,
    capabilities: { voice: true, sms, mms: false, fax: false },
    sms_url: '',
    sms_application_sid: '',
    bundle_sid: null,
    status: 'in-use',
    origin: 'twilio',
    beta: false,
    api_version: '2010-04-01',
    uri: `/2010-04-01/Accounts/${account.sid}/IncomingPhoneNumbers/${sid}.json`,
  }
}
