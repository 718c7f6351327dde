import { z } from 'zod'
import type { RentedNumber } from '../kit/index.ts'
import { unreadableAnswer } from './errors.ts'

/** Of the friendly name, the rest is left out: it is a label of somebody else's, at most 64 characters long at Twilio. */
const nameLengthMax = 64

const controlCharacters = /[\p{Cc}\p{Zl}\p{Zp}]+/gu

/** A number as Twilio describes it; what is not named here is not looked at. */
const IncomingPhoneNumber = z.object({
  sid: z.string().regex(/^PN[0-9a-fA-F]{32}$/),
  // Twilio keeps short codes elsewhere; E.164 has at most 15 digits.
  phone_number: z.string().regex(/^\+[1-9][0-9]{3,14}$/),
  friendly_name: z.string().max(100_000).nullish(),
  capabilities: z.object({ sms: z.boolean().nullish() }).nullish(),
})

const Page = z.object({
  incoming_phone_numbers: z.array(z.unknown()).max(1_000),
  next_page_uri: z.string().max(2_000).nullish(),
})

/** One page of the list of numbers. */
export interface NumbersPage {
  /** Those that can send SMS. */
  numbers: RentedNumber[]
  /** How many there were on the page, whatever they can. */
  count: number
  /** Where the next page is, relative to the origin; null: this was the last. */
  next: string | null
}

/** Reads a page of numbers. @throws ConnectorError `twilio.unreadable` */
export function readPage(body: Buffer): NumbersPage {
  const page = Page.safeParse(jsonOf(body))
  if (!page.success) throw unreadableAnswer('it has no list of numbers')
  const { incoming_phone_numbers: entries, next_page_uri: next } = page.data
  const numbers = entries.flatMap((entry) => {
    const number = IncomingPhoneNumber.safeParse(entry)
    if (!number.success) throw unreadableAnswer('one of its numbers is none')
    return number.data.capabilities?.sms === true ? [rented(number.data)] : []
  })
  return { numbers, count: entries.length, next: next || null }
}

function rented(number: z.infer<typeof IncomingPhoneNumber>): RentedNumber {
  const name = (number.friendly_name ?? '').slice(0, 1_000).replace(controlCharacters, ' ').trim()
  return {
    sid: number.sid,
    number: number.phone_number,
    // Cut between characters, so that no half of one is left.
    friendlyName: Array.from(name).slice(0, nameLengthMax).join('') || number.phone_number,
  }
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    throw unreadableAnswer('it is no JSON')
  }
}
