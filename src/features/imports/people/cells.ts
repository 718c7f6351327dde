import type { z } from 'zod'
import type { LanguageCode } from '#features/deployment/subscribers/fields.ts'
import { emailAddress, nameOrNone } from '#platform/http/shapes.ts'
import { languages } from '../../accounts/index.ts'
import { mobileNumber } from '../../users/index.ts'
import { judgeId } from '../reading/cells.ts'
import { examineCell } from '../reading/damage.ts'
import { type Finding, quoted } from '../reading/findings.ts'
import { languageNamed, listedLanguages } from '../reading/languages.ts'
import { columnOf, type PersonField } from './columns.ts'

/** What a row says about a person. An absent key leaves the stored value alone, null clears it. */
export interface PersonCells {
  id?: string
  /** The account that the row is for; absent before that is known to be one. */
  accountId?: string
  firstName?: string
  lastName?: string
  /** First and last name in one, of a row that changes somebody: to be compared with theirs. */
  name?: string
  email?: string
  role?: 'user' | 'admin'
  language?: LanguageCode | null
  mobile?: string | null
  /** The name of a location. */
  location?: string | null
  extension?: string
}

export type PersonFinding = Finding & { field: PersonField }

/** What can be said of a row without the records. */
export interface JudgedCells {
  /** Only the cells without error. */
  values: PersonCells
  errors: PersonFinding[]
  warnings: PersonFinding[]
}

type Verdict = { value: string } | { code: string; message: string }

const clearable: readonly PersonField[] = ['language', 'mobile', 'location']
const names: readonly PersonField[] = ['firstName', 'lastName', 'name']

/**
 * Applies every rule that needs no record to the cells of one row (UA-30); a column that the file lacks has no key.
 * @param changesExisting the row changes somebody, who has names, an address and a role already
 */
export function judgePersonCells(
  cells: Partial<Record<string, string>>,
  { emptyClears, changesExisting }: { emptyClears: boolean; changesExisting: boolean },
): JudgedCells {
  const values: Record<string, string | null> = {}
  const judged: JudgedCells = { values, errors: [], warnings: [] }
  for (const [name, cell = ''] of Object.entries(cells)) {
    const field = name as PersonField
    // Which account is meant is looked up by the name as it stands.
    if (field === 'account') continue
    const { value, errors, warnings } = examineCell(columnOf(field), cell, { formulaPrefixes: false })
    judged.warnings.push(...warnings.map((warning) => ({ ...warning, field })))
    if (errors.length > 0) judged.errors.push(...errors.map((error) => ({ ...error, field })))
    else if (value === '') {
      if (emptyClears && changesExisting && clearable.includes(field)) values[field] = null
    } else {
      const verdict = judgeCell(field, value)
      if ('code' in verdict) judged.errors.push({ field, ...verdict })
      else values[field] = verdict.value
    }
  }
  if (!changesExisting) completeNewPerson(judged)
  return judged
}

/** Of the three names at least one is needed; *Name* counts where the others are missing, and its last word is the last name. */
function completeNewPerson({ values, errors, warnings }: JudgedCells): void {
  const isWrong = (...fields: PersonField[]) => errors.some(({ field }) => fields.includes(field))
  values.role ??= 'user'
  if (!values.email && !isWrong('email')) {
    const message = 'Email: a value is required. Enter one, for example anna.kuehn@example.com.'
    errors.push({ field: 'email', code: 'cell.required', message })
  }
  const { name } = values
  delete values.name
  if (isWrong(...names)) return
  if (values.firstName !== undefined || values.lastName !== undefined) {
    values.firstName ??= ''
    values.lastName ??= ''
    const taken = `${values.firstName} ${values.lastName}`.trim()
    if (name !== undefined && !isSameName(name, taken)) {
      const message = `Name: ${quoted(name)} is another name than ${quoted(taken)}, which First name and Last name give and which is taken.`
      warnings.push({ field: 'name', code: 'cell.name-not-taken', message })
    }
    return
  }
  if (name === undefined) {
    const message =
      'First name: a name is required. Enter a first and a last name, for example Anna and Kühn.'
    errors.push({ field: 'firstName', code: 'cell.required', message })
    return
  }
  const words = name.split(/\s+/)
  const lastName = words.pop() as string
  if (words.length === 0) {
    const message = `Name: ${quoted(name)} is one word, so first and last name cannot be told apart. Enter both, or use the columns First name and Last name.`
    errors.push({ field: 'name', code: 'cell.name', message })
    return
  }
  values.firstName = words.join(' ')
  values.lastName = lastName
}

/** Whether two cells name the same, whatever their case and blanks. */
function isSameName(one: string, other: string): boolean {
  const plain = (name: string) => name.normalize('NFC').replace(/\s+/g, ' ').toLowerCase()
  return plain(one) === plain(other)
}

function judgeCell(field: PersonField, value: string): Verdict {
  switch (field) {
    case 'id':
      return judgeId(value, 'person')
    case 'role':
      return judgeRole(value)
    case 'language':
      return judgeLanguage(value)
    case 'email':
      return checked(field, emailAddress, value)
    case 'mobile':
      return checked(field, mobileNumber, value)
    case 'firstName':
    case 'lastName':
    case 'name':
      return checked(field, nameOrNone, value)
    // Whether there is such a location, and whose extension it is, the records know.
    default:
      return { value }
  }
}

const roles = new Map<string, 'user' | 'admin'>([
  ['user', 'user'],
  ['accountadmin', 'admin'],
  ['admin', 'admin'],
  ['administrator', 'admin'],
])

function judgeRole(value: string): Verdict {
  const role = roles.get(value.toLowerCase().replace(/[\s\-_]/g, ''))
  if (role) return { value: role }
  return { code: 'cell.role', message: `Role: ${quoted(value)} is none. Enter User or Account Admin.` }
}

function judgeLanguage(value: string): Verdict {
  const code = languageNamed(value, languages)
  if (code) return { value: code }
  const message = `Language: ${quoted(value)} is not known. Enter one of ${listedLanguages(languages)}, for example ${languages[0]}.`
  return { code: 'cell.language', message }
}

function checked(field: PersonField, rule: z.ZodType<string>, value: string): Verdict {
  const result = rule.safeParse(value)
  if (result.success) return { value: result.data }
  const { label, kind } = columnOf(field)
  return { code: `cell.${kind}`, message: `${label}: ${result.error.issues[0]?.message}` }
}
