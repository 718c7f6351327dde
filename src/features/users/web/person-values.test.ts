import { expect, test } from 'vitest'
import { NewUser, type User, UserChanges } from '../schema.ts'
import { changedPersonBody, newPersonBody, newPersonValues, personValues } from './person-values.ts'

const anna = {
  firstName: 'Anna',
  lastName: 'Kühn',
  email: 'anna.kuehn@acme.example',
  mobile: '+491711234567',
  smsNumber: null,
  extension: '1001',
  role: 'user',
  locationId: null,
  language: 'de',
} as User

test('UA-10 first name, last name and e-mail address are enough', () => {
  const values = newPersonValues()
  const named = { ...values, firstName: 'Anna', lastName: 'Kühn', email: 'anna.kuehn@acme.example' }

  expect(NewUser.parse(newPersonBody(named))).toMatchObject({ role: 'user', mobile: null, locationId: null })
  for (const missing of ['firstName', 'lastName', 'email']) {
    expect(NewUser.safeParse(newPersonBody({ ...named, [missing]: '' })).success, missing).toBe(false)
  }
})

test('UA-40 neither name nor extension is ever sent with a change', () => {
  const body = changedPersonBody({ ...personValues(anna), role: 'admin' }, {})

  expect(UserChanges.parse(body)).toEqual({
    email: 'anna.kuehn@acme.example',
    mobile: '+491711234567',
    smsNumber: null,
    role: 'admin',
    locationId: null,
    language: 'de',
  })
})

test('UA-41 nor is what a source owns', () => {
  const body = changedPersonBody(personValues(anna), { email: 'Entra ID', lastName: 'Entra ID' })

  expect(Object.keys(body)).toEqual(['mobile', 'smsNumber', 'role', 'locationId', 'language'])
})

test('the next person starts with the place and the language of the one before', () => {
  const berlin = '0198a1b2-0000-7000-8000-000000000001'

  expect(newPersonValues({ locationId: berlin, language: 'de' })).toMatchObject({
    firstName: '',
    email: '',
    locationId: berlin,
    language: 'de',
  })
})
