import { expect, test } from 'vitest'
import { NewSubscriber, type Subscriber } from '../schema.ts'
import { randomPin, subscriberBody, subscriberValues } from './subscriber-values.ts'

const homeOffice = '0198a1b2-0000-7000-8000-000000000001'
const anna = {
  profileId: homeOffice,
  firstName: 'Anna',
  lastName: 'Kühn',
  email: 'anna.kuehn@example.com',
  language: null,
  directoryNumber: '1001',
  clientServicePort: 443,
} as Subscriber

test('MU-2 last name and e-mail address are enough', () => {
  const values = {
    ...subscriberValues(undefined, homeOffice),
    lastName: 'Kühn',
    email: 'anna.kuehn@example.com',
  }

  expect(NewSubscriber.parse(subscriberBody(values))).toMatchObject({
    lastName: 'Kühn',
    profileId: homeOffice,
  })
  expect(NewSubscriber.safeParse(subscriberBody({ ...values, email: '' })).success).toBe(false)
})

test('MU-14 a secret that was not touched is not sent, one that was removed is cleared', () => {
  const body = subscriberBody({
    ...subscriberValues(anna, homeOffice),
    mbgSipPassword: null,
    deploymentPin: '0042',
  })

  expect(body).not.toHaveProperty('pbxSipPassword')
  expect(body).toMatchObject({ mbgSipPassword: null, deploymentPin: '0042' })
})

test('what is emptied is cleared', () => {
  const body = subscriberBody({
    ...subscriberValues(anna, homeOffice),
    directoryNumber: ' ',
    clientServicePort: '',
  })

  expect(body).toMatchObject({ directoryNumber: null, clientServicePort: null })
})

test('MU-11 a generated PIN is six digits', () => {
  expect(randomPin()).toMatch(/^[0-9]{6}$/)
})
