import { removeFormulaPrefix } from '#platform/csv/index.ts'
import type { Column, ColumnKind } from './columns.ts'
import { type Finding, quoted } from './findings.ts'
import { hasLostLetters, hasQuestionMarks, readInWrongEncoding } from './letters.ts'

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
// Never meant within these, unlike in names, where some scripts and emoji need them. Spaces are not among them: they may group thousands.
const zeroWidth = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\uFEFF]/g
// In the five languages; `#NOM ?` is French typography, `Err:502` is LibreOffice.
const spreadsheetError =
  /^(?:#[¡¿]?(?:REF|BEZUG|NAME|NOM|NOMBRE|NOME|VALUE|WERT|VALEUR|VALOR|NUM|ZAHL|NÚM|DIV\/0|NULL|NUL|NULO|SPILL|ÜBERLAUF|PROPAGATION|DESBORDAMIENTO|DESPEJAR|CALC|KALK|CALCUL|FIELD|FELD|CHAMP|CAMPO)\s?[!?]|#N\/A|#N\/D|#NV|#GETTING_DATA|Err:\d{3})$/i
// Fewer may be a number to dial.
const tooNarrow = /^#{4,}$/
const scientific = /^[-+]?\d(?:[.,]\d+)?E[+-]?\d+$/i
// In a user name or password only the form that spreadsheets write counts.
const scientificAsWritten = /^\d(?:[.,]\d+)?E\+\d{2,}$/
const time = '(?:[T ]\\d{1,2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?Z?)?'
const date = new RegExp(
  `^(?:\\d{1,2}[-./ ]{1,2}\\p{L}{3,9}\\.?(?:[-./ ]\\d{2,4})?|\\p{L}{3,9}[- ]\\d{2,4}|\\d{1,4}[-./]\\d{1,2}[-./]\\d{1,4}${time}|\\d{1,2}[./]\\d{1,2}\\.?)$`,
  'u',
)
// A user name or a password may look like a date by chance; these are the forms that spreadsheets write.
const dateAsWritten = new RegExp(
  `^(?:\\d{1,2}(?:-|\\. ?)\\p{Lu}\\p{Ll}{2}\\.?|\\p{Lu}\\p{Ll}{2}-\\d{2}|\\d{4}-\\d{2}-\\d{2}${time}|\\d{1,2}\\.\\d{1,2}\\.\\d{4})$`,
  'u',
)
const truth = /^(?:TRUE|FALSE|WAHR|FALSCH|VRAI|FAUX|VERDADERO|FALSO|VERDADEIRO)$/i
const grouped = /^[1-9]\d{0,2}([.,'’\s])\d{3}(?:\1\d{3})*(?:[.,]\d+)?$/
const decimalEnd = /^(\d+)[.,]0+$/
// Of a user name only what programs write that took it for a number.
const decimalEndAsWritten = /^(\d+)\.0$/
// `="0042"` and “0042” keep zeros as text; a quote in front is the ' of a spreadsheet that was made typographic.
const inQuotes = /^(?:=?["“”„]([\d*#+]+)["“”]|[‘’´`]([\d*#+]+))$/

/**
 * Looks for what spreadsheets do to cells: repairs what is certain, and reports the rest as errors.
 * @param formulaPrefixes whether the file may carry the `'` of our spreadsheet exports; passwords, which are
 * never exported, keep theirs
 */
export function examineCell(
  { kind, label, secret }: Pick<Column, 'kind' | 'label' | 'secret'>,
  cell: string,
  { formulaPrefixes }: { formulaPrefixes: boolean },
): Examination {
  const { value, warnings } = repaired(kind, withoutPrefix(kind, cell, formulaPrefixes))
  const told = (of: Damage[]) =>
    of.map(({ code, clause }) => ({
      code,
      message: `${label}: ${secret ? 'the value' : quoted(value)} ${clause}`,
    }))
  const repairs = warnings.map(({ code, clause }) => ({ code, message: `${label}: ${clause}` }))
  const loss = lossIn(kind, value)
  if (loss !== undefined) return { value, errors: told([loss]), warnings: repairs }
  return { value, errors: [], warnings: [...repairs, ...told(doubtsAbout(kind, value))] }
}

type Damage = { code: string; clause: string }

/** Undoes what is certain: `clause` says what was done. */
function repaired(kind: ColumnKind, cell: string): { value: string; warnings: Damage[] } {
  const warnings: Damage[] = []
  const step = (before: string, after: string, code: string, clause: string) => {
    if (after !== before) warnings.push({ code, clause })
    return after
  }
  const ends = cell.replace(invisibleEnds, '')
  const visible = step(
    cell,
    hasFreeText(kind) ? ends : ends.replace(zeroWidth, ''),
    'damage.invisible-characters',
    'invisible characters in or around the value were removed. Check the value.',
  )
  const trimmed = kind === 'password' ? visible : visible.trim()
  const bare = step(
    trimmed,
    isNumeric(kind) ? trimmed.replace(inQuotes, '$1$2') : trimmed,
    'damage.quotes',
    'the quotes around the value were removed. Check the value.',
  )
  const value = step(
    bare,
    withoutDecimals(kind, bare),
    'damage.decimal',
    'the decimal places that a spreadsheet added were removed. Check for lost leading zeros.',
  )
  return { value, warnings }
}

/** `1001.0` is 1001. `1.000` is left: it may be a thousand. */
function withoutDecimals(kind: ColumnKind, value: string): string {
  if (kind === 'user-name') return value.replace(decimalEndAsWritten, '$1')
  return isNumeric(kind) && !grouped.test(value) ? value.replace(decimalEnd, '$1') : value
}

/** Takes the `'` of our spreadsheet exports off a cell. */
export function withoutPrefix(kind: ColumnKind, cell: string, formulaPrefixes: boolean): string {
  // Typed in front of a number to keep its zeros, a ' never belongs to the value.
  if (isNumeric(kind)) return cell.replace(/^(\s*)'(?=[\d*#+])/, '$1')
  return formulaPrefixes && kind !== 'password' ? removeFormulaPrefix(cell) : cell
}

function lossIn(kind: ColumnKind, value: string): Damage | undefined {
  if (hasLostLetters(value)) {
    const clause =
      'has lost letters (�) when the file was saved. Enter it again and save the file as “CSV UTF-8”.'
    return { code: 'damage.lost-letters', clause }
  }
  const meant = kind === 'password' ? undefined : readInWrongEncoding(value)
  if (meant !== undefined) {
    const clause = `was probably ${quoted(meant)} and was opened in the wrong encoding on its way. Enter it again, or save the original as “CSV UTF-8”.`
    return { code: 'damage.wrong-encoding', clause }
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
  return isNumeric(kind) ? lossInNumber(value) : undefined
}

function lossInNumber(value: string): Damage | undefined {
  if (date.test(value)) {
    return { code: 'damage.date', clause: `looks like a date that a spreadsheet made of it. ${TEXT_FORMAT}` }
  }
  if (grouped.test(value)) {
    return { code: 'damage.grouped', clause: `is a number that was grouped in thousands. ${TEXT_FORMAT}` }
  }
  if (truth.test(value)) {
    return {
      code: 'damage.truth-value',
      clause: `is what a spreadsheet makes of true or false. ${TEXT_FORMAT}`,
    }
  }
  return undefined
}

/** What looks like damage and may be meant. */
function doubtsAbout(kind: ColumnKind, value: string): Damage[] {
  if ((kind === 'user-name' || kind === 'password') && dateAsWritten.test(value)) {
    return [
      { code: 'damage.date', clause: `looks like a date that a spreadsheet made of it. Check the value.` },
    ]
  }
  if (kind === 'name' && hasQuestionMarks(value)) {
    const clause = 'has a question mark where a letter may have been lost. Check the name.'
    return [{ code: 'damage.lost-letters', clause }]
  }
  return []
}

/** Kinds that hold what people write; all others are made of digits, letters and signs. */
function hasFreeText(kind: ColumnKind): boolean {
  return (
    kind === 'name' || kind === 'text' || kind === 'profile' || kind === 'language' || kind === 'password'
  )
}

function isNumeric(kind: ColumnKind): boolean {
  return kind === 'number' || kind === 'pin' || kind === 'port'
}

function hasNumbers(kind: ColumnKind): boolean {
  return isNumeric(kind) || kind === 'user-name' || kind === 'password'
}
