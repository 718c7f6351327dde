import { expect, test } from 'vitest'
import type { ImportRow } from '../schema.ts'
import { subscribers } from './kinds.ts'
import { changesOf, fieldsOf, valuesOf } from './row-values.ts'

const row = {
  row: 2,
  line: 3,
  verdict: 'error',
  subjectId: null,
  profileId: null,
  account: null,
  cells: { lastName: 'Berg', email: 'tom.berg', profile: 'Desk', deploymentPin: '(kept)' },
  problems: [
    { field: 'email', severity: 'error', code: 'field.email', message: 'No address.' },
    { field: 'profile', severity: 'error', code: 'cell.profile', message: 'No such profile.' },
    { field: 'pbxSipPassword', severity: 'error', code: 'field.required', message: 'Needed.' },
  ],
} as ImportRow
const fields = fieldsOf(subscribers, ['lastName', 'email', 'profile', null, 'deploymentPin'], row)
const nameOf = () => 'Front desk'

test('a row is corrected in the columns of its file and in those in which something is wrong', () => {
  expect(fields).toEqual(['lastName', 'email', 'pbxSipPassword', 'deploymentPin'])
})

test('nothing is sent of a row that was only looked at, least of all a secret', () => {
  expect(changesOf(row, valuesOf(row, fields), nameOf)).toBeUndefined()
})

test('what was typed is sent; a removed secret empties its cell', () => {
  const { cells, profileId } = valuesOf(row, fields)
  const typed = { ...cells, email: 'tom.berg@acme.example', deploymentPin: null }
  expect(changesOf(row, { cells: typed, profileId }, nameOf)).toEqual({
    cells: { email: 'tom.berg@acme.example', deploymentPin: '' },
  })
})

test('CD-10: a profile chosen for the row also replaces a name that no profile has', () => {
  const values = { ...valuesOf(row, fields), profileId: 'p1' }
  expect(changesOf(row, values, nameOf)).toEqual({ cells: { profile: 'Front desk' }, profileId: 'p1' })
  expect(changesOf({ ...row, problems: [] }, values, nameOf)).toEqual({ profileId: 'p1' })
})
