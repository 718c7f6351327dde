import { parsePhoneNumberFromString, validatePhoneNumberLength } from 'libphonenumber-js/min'
import { z } from 'zod'
import { emailAddress, nameOf } from '#platform/http/shapes.ts'

// The rules of single fields of a person, shared by the form, the API and CSV imports.

export { emailAddress }

const PHONE = 'Enter the number with its country code, for example +49 171 1234567.'
const faultsOfPhones: Record<string, string> = {
  TOO_SHORT: 'This number is too short. Check whether a digit is missing.',
  TOO_LONG: 'This number is too long. Check whether it has a digit too many.',
  INVALID_LENGTH: 'No number of this country has so many digits. Check it.',
  NOT_A_NUMBER: 'This is no phone number. Enter its digits, for example +49 171 1234567.',
}

/** A first or last name of a person: both are needed (UA-10). */
export const givenName = nameOf('Enter a name.')

/** A phone number written in any way, with its country code; stored as E.164 (ITU-T E.164), such as +491711234567. */
export const mobileNumber = z
  .string({ error: PHONE })
  .trim()
  .max(40, PHONE)
  .overwrite((written) => parsePhoneNumberFromString(written)?.number ?? written)
  .refine((number) => parsePhoneNumberFromString(number)?.isPossible() ?? false, {
    params: { code: 'phone-number' },
    error: ({ input }) => faultsOfPhones[validatePhoneNumberLength(String(input)) ?? ''] ?? PHONE,
  })

/**
 * The digits by which E.164 numbers are found, as dialled from abroad and at home: `491711234567 01711234567`. Of a person the mobile number comes
 * first: `app.user_search_text` tells the others from it.
 */
export function digitsToFind(numbers: Array<string | null | undefined>): string {
  return numbers
    .flatMap((number) => {
      const parsed = number ? parsePhoneNumberFromString(number) : undefined
      return parsed ? [parsed.number.slice(1), parsed.formatNational().replace(/\D/g, '')] : []
    })
    .join(' ')
}
