import type { Outbound } from '#platform/outbound/index.ts'
import type { NumberAccount, NumberProvider, RentedNumber } from '../kit/index.ts'
import { readPage } from './answers.ts'
import { tooManyNumbers, unreadableAnswer } from './errors.ts'
import { askerOf, type Pause } from './requests.ts'

/** More numbers than this no account is read with: it bounds what a page that leads to itself can cost. */
const numbersMax = 100_000
const pageSize = 1_000
/** An honest account of that many has 100 pages; small pages are read too, but not without end. */
const pagesMax = 1_000

/**
 * Twilio as a provider of numbers: its REST API of 2010-04-01. Everything goes through the guarded way out, and what comes back is believed only
 * where it has the shape Twilio documents.
 * @param pause waits between tries; given by tests
 */
export function twilioNumbers(outbound: Outbound, pause?: Pause): NumberProvider {
  return {
    async check(account) {
      // Somebody waits for this: a fault is told after one more try.
      const ask = askerOf(outbound, account, { pause, triesMax: 2 })
      // Not the account itself: an API key may be restricted to numbers, and the list proves that it does what it is for.
      readPage(await ask(`${numbersOf(account)}?PageSize=1`))
    },
    list: (account) => pagesOf(outbound, account, pause),
  }
}

async function* pagesOf(
  outbound: Outbound,
  account: NumberAccount,
  pause: Pause | undefined,
): AsyncGenerator<RentedNumber[]> {
  const ask = askerOf(outbound, account, { pause, triesMax: 4 })
  const seen = new Set<string>()
  let count = 0
  let next: string | null = `${numbersOf(account)}?PageSize=${pageSize}`
  while (next !== null) {
    if (seen.has(next) || seen.size === pagesMax) throw unreadableAnswer('its list of numbers never ends')
    seen.add(next)
    const page = readPage(await ask(next))
    count += page.count
    if (count > numbersMax) throw tooManyNumbers(numbersMax)
    next = page.next
    yield page.numbers
  }
}

const numbersOf = ({ accountSid }: NumberAccount) =>
  `/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers.json`
