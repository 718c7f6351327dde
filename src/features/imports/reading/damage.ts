import { removeFormulaPrefix } from '../writing/formula-prefix.ts'
import { type ColumnKind, columnOf, type FieldName } from './columns.ts'
import { type Finding, quoted } from './findings.ts'

export type Examination = {
  /** The cell as it was meant, as far as that is certain. */
  value: string
  /** Damage that lost something: the cell must be corrected where it comes from. */
  errors: Finding[]
  /** Damage that was repaired. */
  warnings: Finding[]
}

const TEXT_FORMAT = 'Format the column as text, enter the value again, and save the file again.'

// Deliberately no guess at a lost +: 498912345 may be a number of the PBX as it stands.
const invisible = '\\u00A0\\u00AD\\u200B-\\u200F\\u202A-\\u202E\\u2007\\u202F\\u2060-\\u2064\\uFEFF'
const invisibleEnds = new RegExp(
  `^[\\s${invisible}]*[${invisible}][\\s${invisible}]*|[\\s${invisible}]*[${invisible}][\\s${invisible}]*$`,
  'g',
)
const spreadsheetError =
  /^#(?:REF!|BEZUG!|NAME\?|VALUE!|WERT!|NUM!|ZAHL!|DIV\/0!|N\/A|NV|NULL!|SPILL!|CALC!|FIELD!)$/i
// Fewer may be a number to dial.
const tooNarrow = /^#{4,}$/
const scientific = /^[-+]?\d(?:[.,]\d+)?E[+-]?\d+$/i
// In a user name or password only the form that spreadsheets write counts.
const scientificAsWritten = /^\d(?:[.,]\d+)?E\+\d{2,}$/
const date =
  /^(?:\d{1,2}[-./ ]{1,2}\p{L}{3,9}\.?(?:[-./ ]\d{2,4})?|\p{L}{3,9}[- ]\d{2,4}|\d{1,4}[-./]\d{1,2}[-./]\d{1,4}|\d{1,2}[./]\d{1,2}\.?)$/u
const decimalEnd = /^(\d+)[.,]0+$/

/**
 * Looks for what spreadsheets do to cells: repairs what is certain, and reports the rest as errors.
 * @param formulaPrefixes whether the file may carry the `'` of our spreadsheet exports; passwords, which are
 * never exported, keep theirs
 */
export function examineCell(
  field: FieldName,
  cell: string,
  { formulaPrefixes }: { formulaPrefixes: boolean },
): Examination {
  const { kind, label, secret } = columnOf(field)
  const warnings: Finding[] = []
  const unprefixed = withoutPrefix(kind, cell, formulaPrefixes)
  const visible = unprefixed.replace(invisibleEnds, '')
  if (visible !== unprefixed) {
    const message = `${label}: invisible characters around the value were removed. Check the value.`
    warnings.push({ code: 'damage.invisible-characters', message })
  }
  const trimmed = kind === 'password' ? visible : visible.trim()
  const value = isNumeric(kind) ? trimmed.replace(decimalEnd, '$1') : trimmed
  if (value !== trimmed) {
    const message = `${label}: the decimal places that a spreadsheet added were removed. Check for lost leading zeros.`
    warnings.push({ code: 'damage.decimal', message })
  }
  const damage = lossIn(kind, value)
  if (damage === undefined) return { value, errors: [], warnings }
  const shown = secret ? 'the value' : quoted(value)
  return { value, errors: [{ code: damage.code, message: `${label}: ${shown} ${damage.clause}` }], warnings }
}

/** Takes the `'` of our spreadsheet exports off a cell. */
export function withoutPrefix(kind: ColumnKind, cell: string, formulaPrefixes: boolean): string {
  // Typed in front of a number to keep its zeros, a ' never belongs to the value.
  if (isNumeric(kind)) return cell.replace(/^(\s*)'(?=[\d*#+])/, '$1')
  return formulaPrefixes && kind !== 'password' ? removeFormulaPrefix(cell) : cell
}

function lossIn(kind: ColumnKind, value: string): { code: string; clause: string } | undefined {
  if (value.includes('\uFFFD')) {
    const clause =
      'has lost letters (�) when the file was saved. Enter it again and save the file as “CSV UTF-8”.'
    return { code: 'damage.lost-letters', clause }
  }
  if (spreadsheetError.test(value)) {
    const clause = 'is the error of a formula. Correct the formula, or enter the value itself.'
    return { code: 'damage.formula-error', clause }
  }
  if (tooNarrow.test(value)) {
    const clause = 'is what a spreadsheet shows when a column is too narrow. Enter the value itself.'
    return { code: 'damage.column-too-narrow', clause }
  }
  const form = isNumeric(kind) ? scientific : scientificAsWritten
  if (hasNumbers(kind) && form.test(value)) {
    return { code: 'damage.scientific', clause: `is a number that a spreadsheet shortened. ${TEXT_FORMAT}` }
  }
  if (isNumeric(kind) && date.test(value)) {
    return { code: 'damage.date', clause: `looks like a date that a spreadsheet made of it. ${TEXT_FORMAT}` }
  }
  return undefined
}

function isNumeric(kind: ColumnKind): boolean {
  return kind === 'number' || kind === 'pin' || kind === 'port'
}

function hasNumbers(kind: ColumnKind): boolean {
  return isNumeric(kind) || kind === 'user-name' || kind === 'password'
}
