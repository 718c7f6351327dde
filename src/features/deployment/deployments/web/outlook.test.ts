import { expect, test } from 'vitest'
import { type Profile, profileDefaults } from '../../profiles/schema.ts'
import type { Subscriber } from '../../subscribers/schema.ts'
import { outlookOf } from './outlook.ts'

const stored = { version: 1, createdAt: '', updatedAt: '', isDefault: false, name: '' }
const homeOffice: Profile = { ...profileDefaults, ...stored, id: 'home office' }
const noPin: Profile = { ...profileDefaults, ...stored, id: 'no pin', pinRequired: false }
const central: Profile = { ...noPin, id: 'central', centralEmail: 'phones@example.com' }
const never: Profile = { ...profileDefaults, ...stored, id: 'never', doNotDeploy: true }
const profiles = [homeOffice, noPin, central, never]

function somebody(profileId: string, deploymentPin: boolean): Subscriber {
  return { profileId, secretsSet: { deploymentPin } } as Subscriber
}

test('CD-7 users of a Do not deploy profile are skipped, PIN or not', () => {
  expect(outlookOf([somebody('never', true)], profiles)).toEqual({ mails: 0, doNotDeploy: 1, pinMissing: 0 })
})

test('CD-7 users without the required PIN are skipped', () => {
  const outlook = outlookOf(
    [somebody('home office', false), somebody('home office', true), somebody('no pin', false)],
    profiles,
  )

  expect(outlook).toEqual({ mails: 2, doNotDeploy: 0, pinMissing: 1 })
})

test('IM-9 a central address needs a PIN even where the profile asks for none', () => {
  expect(outlookOf([somebody('central', false)], profiles)).toEqual({
    mails: 0,
    doNotDeploy: 0,
    pinMissing: 1,
  })
})
