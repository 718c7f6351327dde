import { expect, test } from 'vitest'
import { columnOf, type FieldName } from './columns.ts'
import { examineCell } from './damage.ts'

function examine(field: FieldName, cell: string, formulaPrefixes = true) {
  const { value, errors, warnings } = examineCell(columnOf(field), cell, { formulaPrefixes })
  return { value, codes: [...errors, ...warnings].map(({ code }) => code), errors, warnings }
}

test.each<[FieldName, string, string]>([
  ['directoryNumber', '1.23E+11', 'damage.scientific'],
  ['directoryNumber', '1,23E+11', 'damage.scientific'],
  ['directoryNumber', '5e10', 'damage.scientific'],
  ['voicemailNumber', '4.98912E+11', 'damage.scientific'],
  ['pbxSipUserName', '1.23E+11', 'damage.scientific'],
  ['pbxSipPassword', '1.23E+11', 'damage.scientific'],
  ['deploymentPin', '1.23457E+19', 'damage.scientific'],
  ['directoryNumber', '01-May', 'damage.date'],
  ['directoryNumber', '1. Mai', 'damage.date'],
  ['directoryNumber', 'May-01', 'damage.date'],
  ['voicemailNumber', '01.05.2026', 'damage.date'],
  ['deploymentPin', '2026-05-01', 'damage.date'],
  ['clientServicePort', '5/1', 'damage.date'],
  ['lastName', '#REF!', 'damage.formula-error'],
  ['email', '#NAME?', 'damage.formula-error'],
  ['firstName', '#NV', 'damage.formula-error'],
  ['pbxSipHost', '#WERT!', 'damage.formula-error'],
  ['email', '#######', 'damage.column-too-narrow'],
  ['directoryNumber', '########', 'damage.column-too-narrow'],
  ['lastName', 'K\uFFFDhn', 'damage.lost-letters'],
  ['lastName', 'K\x81hn', 'damage.lost-letters'],
  ['lastName', 'KÃ¼hn', 'damage.wrong-encoding'],
  ['firstName', 'Ð˜Ð²Ð°Ð½', 'damage.wrong-encoding'],
  ['profile', 'AuÃŸendienst', 'damage.wrong-encoding'],
  ['firstName', '#ÜBERLAUF!', 'damage.formula-error'],
  ['email', '#¡REF!', 'damage.formula-error'],
  ['email', 'Err:502', 'damage.formula-error'],
  ['directoryNumber', '1.234', 'damage.grouped'],
  ['directoryNumber', '1.000', 'damage.grouped'],
  ['deploymentPin', '1.234,00', 'damage.grouped'],
  ['deploymentPin', '482 913', 'damage.grouped'],
  ['directoryNumber', '1\u00A0234', 'damage.grouped'],
  ['clientServicePort', '1,024', 'damage.grouped'],
  ['deploymentPin', 'TRUE', 'damage.truth-value'],
  ['directoryNumber', 'FALSCH', 'damage.truth-value'],
  ['directoryNumber', '2026-02-01 00:00:00', 'damage.date'],
])('%s %j is an error: %s', (field, cell, code) => {
  const { codes, errors } = examine(field, cell)
  expect(codes).toEqual([code])
  expect(errors[0]?.message).toMatch(/\.$/)
})

test.each<[FieldName, string]>([
  ['pbxSipUserName', '1e5'],
  ['pbxSipPassword', '1e5'],
  ['lastName', '1.23E+11'],
  ['lastName', 'May'],
  ['directoryNumber', '498912345678'],
  ['directoryNumber', '##'],
  ['directoryNumber', '1#001'],
  ['lastName', '“Smart” O’Neill'],
  ['firstName', '01-May'],
  ['pbxSipPassword', "'=x"],
  ['pbxSipPassword', " pass'word "],
  ['pbxSipPassword', 'KÃ¼hn'],
  ['pbxSipPassword', '#hello!'],
  ['lastName', 'JOÃO'],
  ['lastName', 'RENÉ’S'],
  ['lastName', 'Åse'],
  ['lastName', 'Who ?'],
])('%s %j is left as it is, without a word', (field, cell) => {
  expect(examine(field, cell)).toMatchObject({ value: cell, codes: [] })
})

test.each<[FieldName, string, string, string]>([
  ['lastName', '\u00A0Kühn\u200B', 'Kühn', 'damage.invisible-characters'],
  ['email', 'anna@example.com\u00A0 ', 'anna@example.com', 'damage.invisible-characters'],
  ['pbxSipPassword', '\uFEFFs3cret', 's3cret', 'damage.invisible-characters'],
  ['directoryNumber', '1001.0', '1001', 'damage.decimal'],
  ['clientServicePort', '443,00', '443', 'damage.decimal'],
  ['pbxSipUserName', '1001.0', '1001', 'damage.decimal'],
  ['deploymentPin', '00\u200B42', '0042', 'damage.invisible-characters'],
  ['email', 'anna\u00AD@example.com', 'anna@example.com', 'damage.invisible-characters'],
  ['deploymentPin', '="0042"', '0042', 'damage.quotes'],
  ['directoryNumber', '“0711”', '0711', 'damage.quotes'],
  ['deploymentPin', '’0042', '0042', 'damage.quotes'],
])('%s %j is repaired and told', (field, cell, value, code) => {
  expect(examine(field, cell)).toMatchObject({ value, codes: [code] })
})

test.each<[FieldName, string, string]>([
  ['lastName', 'M?ller', 'damage.lost-letters'],
  ['firstName', 'Ren?', 'damage.lost-letters'],
  ['pbxSipUserName', 'Jan-02', 'damage.date'],
  ['pbxSipUserName', '2026-05-01', 'damage.date'],
  ['pbxSipPassword', '2026-05-01', 'damage.date'],
])('%s %j may be meant, and is told: %s', (field, cell, code) => {
  expect(examine(field, cell)).toMatchObject({ value: cell, errors: [], warnings: [{ code }] })
})

test('a name that went through the wrong encoding is told as it was meant', () => {
  expect(examine('lastName', 'JosÃ©').errors[0]?.message).toContain('“José”')
})

test('invisible characters within a value stay: some scripts and emoji need them', () => {
  expect(examine('firstName', '👩‍👩‍👧 A\u00A0B')).toMatchObject({ value: '👩‍👩‍👧 A\u00A0B', codes: [] })
})

test('the prefix of our spreadsheet export is taken off again, in silence', () => {
  expect(examine('lastName', "'=1+1")).toMatchObject({ value: '=1+1', codes: [] })
  expect(examine('lastName', "''t Hooft")).toMatchObject({ value: "'t Hooft", codes: [] })
  expect(examine('lastName', "'t Hooft")).toMatchObject({ value: "'t Hooft", codes: [] })
  expect(examine('directoryNumber', "'+498912345")).toMatchObject({ value: '+498912345', codes: [] })
  expect(examine('lastName', "'=1+1", false)).toMatchObject({ value: "'=1+1", codes: [] })
})

test('a quote typed before a number to keep its zeros is taken off in any file', () => {
  expect(examine('deploymentPin', "'0042", false)).toMatchObject({ value: '0042', codes: [] })
})

test('a secret never stands in a message', () => {
  for (const cell of ['1.23E+11', '#REF!', '4711\uFFFD']) {
    for (const field of ['pbxSipPassword', 'deploymentPin', 'voicemailPin'] as const) {
      expect(examine(field, cell).errors[0]?.message).not.toContain(cell)
    }
  }
})
