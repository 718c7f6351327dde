import { expect, test } from 'vitest'
import { languageCodes } from '#features/deployment/subscribers/fields.ts'
import { type Judging, judgeRow, KEPT } from './cells.ts'
import type { ImportedField } from './columns.ts'
import { watchDeploymentPins } from './pins.ts'

const judging: Judging = {
  languages: languageCodes,
  profiles: new Map([
    ['Mobile', 'profile-1'],
    ['Desk', 'profile-2'],
    ['desk', 'profile-3'],
  ]),
  emptyClears: false,
}

const anna = { lastName: 'Kühn', email: 'Anna@Example.com' }

function judge(record: Partial<Record<ImportedField, string>>, more: Partial<Judging> = {}) {
  return judgeRow(record, { ...judging, ...more })
}

function errorOf(field: ImportedField, cell: string, more: Partial<Judging> = {}) {
  const { errors } = judge({ ...anna, [field]: cell }, more)
  expect(errors).toHaveLength(1)
  expect(errors[0]?.field).toBe(field)
  return errors[0] as { code: string; message: string }
}

test('a full row becomes typed values', () => {
  const row = {
    id: '0198C0DE-7D3A-7E11-9C5B-2F6A1B3C4D5E',
    profile: 'Mobile',
    firstName: ' Anna ',
    lastName: 'Kühn',
    email: 'Anna@Example.com',
    language: 'Deutsch',
    directoryNumber: '1001',
    pbxSipHost: 'PBX.example.com',
    pbxSipUserName: '1001',
    pbxSipPassword: ' s3cret ',
    voicemailNumber: '*97',
    voicemailPin: '0047',
    mbgSipUserName: 'anna',
    mbgSipPassword: 'x',
    clientServiceHost: 'clients.example.com',
    clientServicePort: '443',
    clientServiceUserName: 'anna@example.com',
    clientServicePassword: 'y',
    deploymentPin: '0042',
  }
  const { profile: _, ...same } = row
  expect(judge(row)).toEqual({
    values: {
      ...same,
      id: row.id.toLowerCase(),
      profileId: 'profile-1',
      firstName: 'Anna',
      email: 'Anna@example.com',
      language: 'de',
      pbxSipHost: 'pbx.example.com',
      clientServicePort: 443,
    },
    kept: [],
    errors: [],
    warnings: [],
  })
})

test('a new subscriber needs a last name and an e-mail address, be the column empty or absent (MU-2)', () => {
  for (const row of [{}, { lastName: ' ', email: '' }]) {
    expect(judge(row).errors.map(({ field, code }) => [field, code])).toEqual([
      ['lastName', 'cell.required'],
      ['email', 'cell.required'],
    ])
  }
})

test('a stored subscriber keeps what the file leaves out, and required fields cannot be cleared', () => {
  const row = { lastName: '', firstName: '', deploymentPin: '' }
  expect(judge(row, { changesExisting: true })).toMatchObject({ values: {}, errors: [] })
  const clearing = judge(row, { changesExisting: true, emptyClears: true })
  expect(clearing.values).toEqual({ firstName: null, deploymentPin: null })
  expect(clearing.errors).toMatchObject([{ field: 'lastName', code: 'cell.required' }])
})

test('an empty ID is a new subscriber, also where empty cells clear', () => {
  expect(judge({ ...anna, id: '', profile: '' }, { emptyClears: true }).values).toEqual({
    lastName: 'Kühn',
    email: 'Anna@example.com',
    profileId: null,
  })
})

test('(kept) stands for a secret of the plan, and only for a secret', () => {
  const given = { ...anna, firstName: KEPT, pbxSipPassword: ` ${KEPT} `, deploymentPin: KEPT }
  const { kept, values } = judge(given)
  expect(kept).toEqual(['pbxSipPassword', 'deploymentPin'])
  expect(values).toEqual({ lastName: 'Kühn', email: 'Anna@example.com', firstName: KEPT })
})

test.each([
  ['de', 'de'],
  ['DE', 'de'],
  ['german', 'de'],
  ['Französisch', 'fr'],
  ['Franzo\u0308sisch', 'fr'],
  ['Español', 'es'],
  ['Portuguese', 'pt'],
])('a language may be written %s (MU-6)', (cell, code) => {
  expect(judge({ ...anna, language: cell }).values.language).toBe(code)
})

test('an unknown language is an error that lists the known ones (MU-6)', () => {
  const error = errorOf('language', 'Klingon', { languages: ['en', 'de'] })
  expect(error).toMatchObject({ code: 'cell.language' })
  expect(error.message).toContain('en (English), de (German)')
  expect(errorOf('language', 'French', { languages: ['en', 'de'] }).code).toBe('cell.language')
})

test('a profile is found by its name, exactly or but for case, and never by chance', () => {
  expect(judge({ ...anna, profile: 'MOBILE' }).values.profileId).toBe('profile-1')
  expect(judge({ ...anna, profile: 'desk' }).values.profileId).toBe('profile-3')
  expect(errorOf('profile', 'DESK').code).toBe('cell.profile')
  expect(errorOf('profile', 'Moblie').message).toContain('“Mobile”')
})

test.each<[ImportedField, string, string, string, string]>([
  ['id', '17', 'cell.id', 'ID', '0198c0de-'],
  ['email', 'anna', 'cell.email', 'E-mail address', 'anna.kuehn@example.com'],
  ['pbxSipHost', 'sip:pbx.example.com', 'cell.host', 'PBX SIP host', 'pbx.example.com'],
  ['pbxSipHost', 'pbx.example.com:5060', 'cell.host', 'PBX SIP host', 'pbx.example.com'],
  ['clientServiceHost', '192.0.2.1', 'cell.host', 'Client service host', 'clients.example.com'],
  ['clientServicePort', '65536', 'cell.port', 'Client service port', '443'],
  ['clientServicePort', 'https', 'cell.port', 'Client service port', '443'],
  ['clientServicePort', '0x1BB', 'cell.port', 'Client service port', '443'],
  ['directoryNumber', '089 123', 'cell.number', 'Directory number', '1001'],
  ['voicemailNumber', '1'.repeat(33), 'cell.number', 'Voicemail number', '1001'],
  ['voicemailPin', 'abc', 'cell.pin', 'Voicemail PIN', '4711'],
  ['deploymentPin', '12a4', 'cell.pin', 'Deployment PIN', '482913'],
  ['deploymentPin', '1'.repeat(21), 'cell.pin', 'Deployment PIN', '482913'],
  ['deploymentPin', '42', 'damage.leading-zeros', 'Deployment PIN', '0042'],
  ['pbxSipUserName', 'a b', 'cell.user-name', 'PBX SIP user name', '1001'],
  ['firstName', 'a\nb', 'cell.name', 'First name', 'Kühn'],
  ['firstName', 'a'.repeat(101), 'cell.name', 'First name', 'Kühn'],
  ['mbgSipPassword', 'a\tb', 'cell.password', 'MBG SIP password', '1 to 128'],
  ['pbxSipHost', '#REF!', 'damage.formula-error', 'PBX SIP host', '#REF!'],
])('%s %j is the error %s, which names the field and gives an example (MU-15)', (field, cell, code, label, example) => {
  const error = errorOf(field, cell)
  expect(error.code).toBe(code)
  expect(error.message.startsWith(`${label}: `)).toBe(true)
  expect(error.message).toContain(example)
})

test('the sentence about a PIN of one digit is as right as that of two (MU-11)', () => {
  expect(errorOf('deploymentPin', '4').message).toContain(': 1 digit is too few')
  expect(errorOf('deploymentPin', '42').message).toContain(': 2 digits are too few')
})

test('the only profile is named as the one to enter', () => {
  const only = { profiles: new Map([['Mobile', 'profile-1']]) }
  expect(errorOf('profile', 'Moblie', only).message).toContain('Enter “Mobile”.')
})

test('a refused cell is left out of the values, and the others stay', () => {
  expect(judge({ ...anna, directoryNumber: 'x' }).values).toEqual({
    lastName: 'Kühn',
    email: 'Anna@example.com',
  })
})

test('repairs are warnings of their field', () => {
  expect(judge({ ...anna, directoryNumber: '1001.0' })).toMatchObject({
    values: { directoryNumber: '1001' },
    warnings: [{ field: 'directoryNumber', code: 'damage.decimal' }],
  })
})

function pinFindings(pins: string[]) {
  const watcher = watchDeploymentPins()
  for (const [at, pin] of pins.entries()) watcher.note(at + 1, pin)
  return watcher.findings()
}

test('shorter PINs than most are listed by row: zeros may be lost (MU-11)', () => {
  const findings = pinFindings(['482913', '48291', '', '191919', '7777', '555555'])
  expect(findings).toMatchObject([{ code: 'damage.pin-lengths' }])
  expect(findings[0]?.message).toContain('4 digits in line 5; 5 digits in line 2')
  expect(findings[0]?.message).toContain('Check these lines.')
  expect(pinFindings(['482913', '1', '191919'])[0]?.message).toContain(
    'most have 6 digits, but not all: 1 digit in line 2. A spreadsheet may have removed leading zeros. Check this line.',
  )
  expect(pinFindings(['482913', '191919', '48291355'])).toEqual([])
  expect(pinFindings([])).toEqual([])
})

test('one PIN for most rows is accepted with a warning that names the risk (CD-10)', () => {
  const findings = pinFindings(['482913', '482913', '482913', '', '191919'])
  expect(findings).toMatchObject([{ code: 'pins.shared' }])
  expect(findings[0]?.message).toContain('3 of 4')
  expect(findings[0]?.message).not.toContain('482913')
  expect(pinFindings(['482913', '191919'])).toEqual([])
  expect(pinFindings(['482913'])).toEqual([])
})
