import { expect, test } from 'vitest'
import { mobileNumber } from '../fields.ts'
import {
  callingCodeChoices,
  heldPhone,
  savedPhone,
  settledPhone,
  soughtNumber,
  typedPhone,
} from './person-phone.ts'

test('UA-11 a number as it is dialled in the chosen country becomes E.164', () => {
  expect(heldPhone({ country: 'DE', number: '0171 / 123 45 67' })).toBe('+491711234567')
  expect(heldPhone({ country: 'GB', number: '07700 900123' })).toBe('+447700900123')
  // In Italy the zero belongs to the number.
  expect(heldPhone({ country: 'IT', number: '06 1234 5678' })).toBe('+390612345678')
})

test('UA-11 a country code that is written counts for more than the chosen country', () => {
  const typed = { country: 'DE', number: '+43 660 1234567' }

  expect(heldPhone(typed)).toBe('+436601234567')
  expect(settledPhone(typed)).toEqual({ country: 'AT', number: '0660 1234567' })
  expect(heldPhone(settledPhone(typed))).toBe('+436601234567')
})

test('UA-20 a number that is looked for is dialled from where the reader is, else from the country of the account', () => {
  const of = (written: string) => soughtNumber(written, ['US', 'DE'])
  expect(of('(202) 555-0143')).toBe('+12025550143')
  expect(of('0171 / 123 45 67')).toBe('+491711234567')
  expect(of('+44 7700 900123')).toBe('+447700900123')
  expect(soughtNumber('0171 1234567', ['', 'DE'])).toBe('+491711234567')
  for (const none of ['call me', '12', '']) expect(of(none)).toBeUndefined()
})

test('UA-11 a stored number is shown in its country, and is the same when nothing is changed', () => {
  expect(typedPhone('+491711234567', 'FR')).toEqual({ country: 'DE', number: '0171 1234567' })
  for (const stored of ['', '+491711234567', '+12125550123', '+390612345678', '+883510012345678']) {
    expect(heldPhone(typedPhone(stored, 'FR'))).toBe(stored)
  }
})

test('UA-11 what is no number is refused with the sentence of the API, which fits what was typed', () => {
  const said = (number: string, country: string | null = 'DE') =>
    mobileNumber.safeParse(heldPhone({ country, number })).error?.issues[0]?.message

  expect(said('12')).toContain('too short')
  expect(said('0171 1234567 1234567')).toContain('too long')
  expect(said('anna')).toContain('no phone number')
  expect(said('0171 1234567', null)).toContain('country code')
  expect(said('0171 1234567')).toBeUndefined()
})

test('UA-11 what will be stored is told as soon as something can be', () => {
  expect(savedPhone({ country: 'DE', number: '12' })).toBeUndefined()
  expect(savedPhone({ country: 'DE', number: '0171 1234567' })).toBe('+491711234567')
})

test('UA-11 every country with a calling code can be chosen, the account’s own first', () => {
  const choices = callingCodeChoices('en', 'DE')

  expect(choices[0]).toEqual({ value: 'DE', label: 'Germany (+49)' })
  expect(choices[1]?.label).toBe('Afghanistan (+93)')
  expect(choices.length).toBeGreaterThan(240)
  expect(typedPhone('', 'DE')).toEqual({ country: 'DE', number: '' })
  expect(typedPhone('', 'AQ')).toEqual({ country: null, number: '' })
})
