import { expect, test } from 'vitest'
import { judgePersonCells } from './cells.ts'
import { personColumns } from './columns.ts'

const whoIs = { email: 'anna@acme.example' }
const asNew = { emptyClears: false, changesExisting: false }
const judged = (cells: Record<string, string>, how = asNew) => judgePersonCells(cells, how)
const codesOf = (cells: Record<string, string>, how = asNew) =>
  judged(cells, how).errors.map(({ field, code }) => [field, code])

test('UA-30: the columns of other programs are understood, whatever their case, spaces and hyphens', () => {
  const header = [
    'FIRST NAME',
    'LAST-NAME',
    'name',
    'E-Mail',
    'Role',
    'Mobile number',
    'SMS number',
    'Shoe size',
  ]
  const { columns, ignored, unknown } = personColumns.recognise(header)
  expect(columns).toEqual(['firstName', 'lastName', 'name', 'email', 'role', 'mobile', null, null])
  expect(ignored.map(({ label }) => label)).toEqual(['SMS number'])
  expect(unknown).toEqual(['Shoe size'])
})

test('UA-30: at least one of the three names is needed; in NAME alone the last word is the last name', () => {
  const named = (cells: Record<string, string>) => {
    const { firstName, lastName } = judged({ ...whoIs, ...cells }).values
    return [firstName, lastName]
  }
  expect(named({ firstName: 'Anna', lastName: 'Kühn' })).toEqual(['Anna', 'Kühn'])
  expect(named({ name: 'Anna Maria Kühn' })).toEqual(['Anna Maria', 'Kühn'])
  expect(named({ firstName: 'Anna', lastName: '', name: 'Bob Brown' })).toEqual(['Anna', ''])
  expect(named({ lastName: 'Kühn' })).toEqual(['', 'Kühn'])
  expect(codesOf({ ...whoIs, name: 'Anna' })).toEqual([['name', 'cell.name']])
  expect(codesOf({ ...whoIs, firstName: ' ', name: '' })).toEqual([['firstName', 'cell.required']])
})

test('UA-30: a NAME that contradicts FIRST NAME and LAST NAME is not taken, which a remark says', () => {
  const { values, errors, warnings } = judged({
    ...whoIs,
    firstName: 'Anna',
    lastName: 'Kühn',
    name: 'Bob Brown',
  })
  expect([values.firstName, values.lastName]).toEqual(['Anna', 'Kühn'])
  expect(errors).toEqual([])
  expect(warnings).toEqual([
    {
      field: 'name',
      code: 'cell.name-not-taken',
      message:
        'Name: “Bob Brown” is another name than “Anna Kühn”, which First name and Last name give and which is taken.',
    },
  ])
  const remarksOn = (cells: Record<string, string>) => judged({ ...whoIs, ...cells }).warnings
  expect(remarksOn({ firstName: 'Anna', lastName: 'Kühn', name: 'ANNA  kühn' })).toEqual([])
  expect(remarksOn({ firstName: 'Anna', lastName: 'Kühn', name: '' })).toEqual([])
  expect(remarksOn({ name: 'Anna Kühn' })).toEqual([])
  expect(remarksOn({ lastName: 'Kühn', name: 'Anna Kühn' })).toHaveLength(1)
})

test('UA-30: a valid e-mail address is needed', () => {
  const anna = { firstName: 'Anna' }
  expect(codesOf({ ...anna, email: 'anna@' })).toEqual([['email', 'cell.email']])
  expect(codesOf({ ...anna, email: '' })).toEqual([['email', 'cell.required']])
  expect(codesOf(anna)).toEqual([['email', 'cell.required']])
})

test.each([
  ['', 'user'],
  ['User', 'user'],
  ['ACCOUNT ADMIN', 'admin'],
  ['account-admin', 'admin'],
  ['admin', 'admin'],
])('UA-30: the role %j is %j', (role, expected) => {
  expect(judged({ ...whoIs, name: 'Anna Kühn', role }).values.role).toBe(expected)
})

test('UA-30: any other role, language or mobile number is an error of its cell', () => {
  const anna = { ...whoIs, name: 'Anna Kühn' }
  expect(codesOf({ ...anna, role: 'Boss' })).toEqual([['role', 'cell.role']])
  expect(codesOf({ ...anna, language: 'Klingon' })).toEqual([['language', 'cell.language']])
  expect(codesOf({ ...anna, mobile: '12' })).toEqual([['mobile', 'cell.number']])
  expect(codesOf({ ...anna, mobile: '4.9171E+11' })).toEqual([['mobile', 'damage.scientific']])
  expect(judged({ ...anna, mobile: '+49 171 1234567', language: 'German' }).values).toMatchObject({
    mobile: '+491711234567',
    language: 'de',
  })
})

test('an empty cell leaves a person as they are, and clears what may be empty when that was asked for', () => {
  const empty = { email: '', role: '', mobile: '', location: '', language: '', firstName: '' }
  expect(judged(empty, { emptyClears: false, changesExisting: true })).toEqual({
    values: {},
    errors: [],
    warnings: [],
  })
  expect(judged(empty, { emptyClears: true, changesExisting: true }).values).toEqual({
    mobile: null,
    location: null,
    language: null,
  })
})
