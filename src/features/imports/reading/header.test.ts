import { expect, test } from 'vitest'
import { columns, headerOf } from './columns.ts'
import { cellsByField, recogniseHeader } from './header.ts'

test('our own header is recognised whole, in any order', () => {
  const header = columns.map(({ field }) => headerOf(field)).reverse()
  const recognised = recogniseHeader(header)
  expect(recognised.columns).toEqual(
    columns.map(({ field }) => (field === 'mbgSipHost' ? null : field)).reverse(),
  )
  expect(recognised).toMatchObject({ unknown: [], duplicates: [], missing: [], flavour: 'rollcall' })
  expect(recognised.ignored).toEqual([
    { label: 'MBG SIP host', reason: 'The MBG SIP host comes from the profile.' },
  ])
})

test.each([
  'LAST NAME',
  'last-name',
  'Lastname',
  ' Last  Name ',
  'last/name',
  'Last.name',
  'lastName',
  'Last\u00A0name',
])('case, spaces, hyphens, slashes and dots do not matter: %j', (label) => {
  expect(recogniseHeader([label]).columns).toEqual(['lastName'])
})

test.each([
  ['Profile', 'profile'],
  ['Firstname', 'firstName'],
  ['Lastname', 'lastName'],
  ['Email address', 'email'],
  ['E-mail address', 'email'],
  ['Number', 'directoryNumber'],
  ['Directory Number', 'directoryNumber'],
  ['PBX SIP Host', 'pbxSipHost'],
  ['PBX SIP user name/Device number', 'pbxSipUserName'],
  ['PBX SIP password', 'pbxSipPassword'],
  ['Voicemail number', 'voicemailNumber'],
  ['Voicemail PIN', 'voicemailPin'],
  ['MBG SIP User name', 'mbgSipUserName'],
  ['MBG UserName', 'mbgSipUserName'],
  ['MBG SIP password', 'mbgSipPassword'],
  ['Teleworker SIP password', 'mbgSipPassword'],
  ['MiCollab Client Service host', 'clientServiceHost'],
  ['MiCollab Client Service port', 'clientServicePort'],
  ['MiCollab Client Service user name', 'clientServiceUserName'],
  ['MiCollab Client Service Account', 'clientServiceUserName'],
  ['MiCollab Client Service password', 'clientServicePassword'],
  ['MiCollab Client password', 'clientServicePassword'],
  ['Deployment PIN', 'deploymentPin'],
])('the vendor’s label %s means %s', (label, field) => {
  expect(recogniseHeader([label]).columns).toEqual([field])
})

test('a vendor’s file is known by its labels, and what is not read of it is named with its reason', () => {
  const header = [
    'ID',
    'Firstname',
    'Lastname',
    'Number',
    'PBX Number',
    'E-mail address',
    'Deployed',
    'Downloaded',
  ]
  const recognised = recogniseHeader([...header, 'MiCollab Client Service Account', 'Favourite colour'])
  expect(recognised.flavour).toBe('vendor')
  expect(recognised.columns).toEqual([
    null,
    'firstName',
    'lastName',
    'directoryNumber',
    null,
    'email',
    null,
    null,
    'clientServiceUserName',
    null,
  ])
  expect(recognised.ignored.map(({ label }) => label)).toEqual(['ID', 'PBX Number', 'Deployed', 'Downloaded'])
  expect(recognised.unknown).toEqual(['Favourite colour'])
})

test('our export stays ours when somebody adds a column of the vendor', () => {
  const recognised = recogniseHeader(['ID', 'Last name', 'Client service host', 'Deployed'])
  expect(recognised).toMatchObject({
    flavour: 'rollcall',
    columns: ['id', 'lastName', 'clientServiceHost', null],
  })
})

test('two labels for one field are named, and the first is kept', () => {
  const recognised = recogniseHeader(['Number', 'Directory Number', 'Lastname'])
  expect(recognised.columns).toEqual(['directoryNumber', null, 'lastName'])
  expect(recognised.duplicates).toEqual([
    { field: 'directoryNumber', labels: ['Number', 'Directory Number'] },
  ])
})

test('the required fields that a file lacks are named (MU-2)', () => {
  expect(recogniseHeader(['First name']).missing).toEqual(['lastName', 'email'])
})

test('cells are given by field, without the columns that are not read', () => {
  expect(cellsByField(['lastName', null, 'email'], ['Kühn', 'x'])).toEqual({ lastName: 'Kühn', email: '' })
})
