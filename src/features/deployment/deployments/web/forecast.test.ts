import { expect, test } from 'vitest'
import { profileDefaults } from '../../profiles/choices.ts'
import type { Profile } from '../../profiles/schema.ts'
import type { Subscriber } from '../../subscribers/schema.ts'
import { forecastOf, needsClearPasswords } from './forecast.ts'

const stored = { version: 1, createdAt: '', updatedAt: '', isDefault: false, name: '' }
const homeOffice: Profile = { ...profileDefaults, ...stored, id: 'home office' }
const noPin: Profile = { ...profileDefaults, ...stored, id: 'no pin', pinRequired: false }
const central: Profile = { ...noPin, id: 'central', centralEmail: 'phones@example.com' }
const never: Profile = { ...profileDefaults, ...stored, id: 'never', doNotDeploy: true }
const profiles = [homeOffice, noPin, central, never]

const anna = {
  userId: null,
  profileId: 'no pin',
  state: 'new',
  origin: 'manual',
  email: 'anna@example.com',
  clientCount: 0,
  pbxSipHost: 'pbx.example.com',
  pbxSipUserName: '1001',
  mbgSipHost: null,
  mbgSipUserName: null,
  secretsSet: { deploymentPin: false },
  flags: { linkExpired: false, locked: false },
} as Subscriber
const withPin = { ...anna, secretsSet: { ...anna.secretsSet, deploymentPin: true } }
const withPhones = { ...anna, clientCount: 2 }

function foretell(act: Parameters<typeof forecastOf>[0], subscribers: Subscriber[], replace = false) {
  return forecastOf(act, subscribers, profiles, replace)
}

test('CD-7 users of a Do not deploy profile are skipped, PIN or not', () => {
  expect(foretell('deploy', [{ ...withPin, profileId: 'never' }])).toEqual({
    reached: 0,
    lines: [{ says: 'doNotDeploy', count: 1 }],
  })
})

test('CD-7 users without the required PIN are skipped, also where only the central address requires it', () => {
  const some = [
    { ...anna, profileId: 'home office' },
    { ...withPin, profileId: 'home office' },
    { ...anna, profileId: 'central' },
  ]

  expect(foretell('deploy', some)).toEqual({
    reached: 1,
    lines: [
      { says: 'pinMissing', count: 2 },
      { says: 'mails', count: 1 },
    ],
  })
})

test('nobody is deployed who has no account to register with', () => {
  expect(foretell('deploy', [{ ...anna, pbxSipHost: null }]).lines).toEqual([{ says: 'noAccount', count: 1 }])
})

test('CD-7 Auto deploy forces who has a softphone and leaves alone who has a link that works', () => {
  const sent = { ...anna, state: 'sent' as const }
  const expired = { ...sent, flags: { ...sent.flags, linkExpired: true } }

  expect(foretell('autoDeploy', [withPhones, sent, expired])).toEqual({
    reached: 2,
    lines: [
      { says: 'forced', count: 1 },
      { says: 'linkOpen', count: 1 },
      { says: 'mails', count: 1 },
    ],
  })
})

test('CD-7 Auto deploy leaves alone who is locked, because no link opens for them; their softphones are forced all the same', () => {
  const locked = { ...anna, state: 'sent' as const, flags: { ...anna.flags, locked: true } }

  expect(
    foretell('autoDeploy', [locked, { ...locked, state: 'new' }, { ...locked, clientCount: 1 }]),
  ).toEqual({
    reached: 1,
    lines: [
      { says: 'locked', count: 2 },
      { says: 'forced', count: 1 },
    ],
  })
})

test('CD-6 CD-7 no link is mailed to who has no e-mail address, unless mails go to a central one', () => {
  const noEmail = { ...anna, email: '' }
  const toCentral = { ...noEmail, profileId: 'central', secretsSet: withPin.secretsSet }
  const lines = [
    { says: 'noEmail', count: 1 },
    { says: 'mails', count: 1 },
  ]

  expect(foretell('deploy', [noEmail, toCentral])).toEqual({ reached: 1, lines })
  expect(foretell('autoDeploy', [noEmail, toCentral])).toEqual({ reached: 1, lines })
})

test('CD-6 CD-7 where no app of the profile makes do with a hash of the password, this is said of those who would get a link', () => {
  const baresip: Profile = { ...noPin, id: 'baresip', clientKinds: ['baresip'] }
  const some = [...profiles, baresip]
  const ben = { ...anna, profileId: 'baresip' }

  expect(needsClearPasswords('deploy', [anna, ben], some)).toBe(true)
  expect(needsClearPasswords('autoDeploy', [ben], some)).toBe(true)
  expect(needsClearPasswords('deploy', [anna], some)).toBe(false)
  expect(needsClearPasswords('autoDeploy', [{ ...ben, clientCount: 1 }], some)).toBe(false)
  expect(needsClearPasswords('force', [ben], some)).toBe(false)
})

test('CD-8 nothing is forced where no softphone is set up', () => {
  expect(foretell('force', [anna]).reached).toBe(0)
})

test('MU-11 PINs that are set are kept unless they are to be replaced', () => {
  expect(foretell('generatePins', [anna, withPin]).reached).toBe(1)
  expect(foretell('generatePins', [anna, withPin], true).reached).toBe(2)
})

test('whose number belongs to a person already is left out of an assignment', () => {
  const ofPerson: Subscriber = { ...anna, userId: '01930000-0000-7000-8000-000000000001' }
  expect(foretell('assignPeople', [anna, ofPerson])).toEqual({
    reached: 1,
    lines: [
      { says: 'personSought', count: 1 },
      { says: 'personKept', count: 1 },
    ],
  })
})

test('CD-11 a deletion says how many softphones it resets', () => {
  expect(foretell('delete', [anna, withPhones])).toEqual({
    reached: 2,
    lines: [
      { says: 'deleted', count: 2 },
      { says: 'clientsReset', count: 2 },
    ],
  })
})
