import type { z } from 'zod'
import {
  clearPassword,
  clientServiceUserName,
  deploymentPin,
  dialNumber,
  emailAddress,
  fqdn,
  type LanguageCode,
  personName,
  port,
  sipHost,
  sipUserName,
  voicemailPin,
} from '#features/deployment/subscribers/fields.ts'
import { columnOf, type ImportedField } from './columns.ts'
import { examineCell } from './damage.ts'
import { type Finding, quoted } from './findings.ts'
import { languageNamed, listedLanguages } from './languages.ts'

/** Stands in a file that is handed back for correction where a secret is kept by the plan. */
export const KEPT = '(kept)'

/**
 * What a row says about a subscriber. An absent key leaves the stored value alone, null clears it. Texts are
 * trimmed (passwords are not), hosts in lower case.
 */
export type SubscriberCells = {
  id?: string
  profileId?: string | null
  firstName?: string | null
  lastName?: string
  email?: string
  language?: LanguageCode | null
  directoryNumber?: string | null
  pbxSipHost?: string | null
  pbxSipUserName?: string | null
  pbxSipPassword?: string | null
  voicemailNumber?: string | null
  voicemailPin?: string | null
  mbgSipUserName?: string | null
  mbgSipPassword?: string | null
  clientServiceHost?: string | null
  clientServicePort?: number | null
  clientServiceUserName?: string | null
  clientServicePassword?: string | null
  deploymentPin?: string | null
}

export type CellFinding = Finding & { field: ImportedField }

export type JudgedRow = {
  /** Only the cells without error. */
  values: SubscriberCells
  /** Secrets whose cell says `(kept)`: their values are those of the plan that the file came from. */
  kept: ImportedField[]
  errors: CellFinding[]
  warnings: CellFinding[]
}

export type Judging = {
  languages: readonly LanguageCode[]
  /** Ids by name. */
  profiles: ReadonlyMap<string, string>
  /** An empty cell clears the stored value instead of leaving it alone. */
  emptyClears: boolean
  /** The row changes a stored subscriber, who has a last name and an e-mail address already. */
  changesExisting?: boolean
  /** As `Table.formulaPrefixes` says; true by default. */
  formulaPrefixes?: boolean
}

type Verdict = { value: string | number } | { code: string; message: string }

const required: readonly ImportedField[] = ['lastName', 'email']

/** Applies every rule that needs no database to the cells of one row; a column that the file lacks has no key. */
export function judgeRow(record: Partial<Record<ImportedField, string>>, judging: Judging): JudgedRow {
  const values: Record<string, string | number | null> = {}
  const judged: JudgedRow = { values, kept: [], errors: [], warnings: [] }
  for (const [field, cell] of Object.entries(record) as [ImportedField, string][]) {
    const { value, errors, warnings } = examineCell(columnOf(field), cell, {
      formulaPrefixes: judging.formulaPrefixes ?? true,
    })
    judged.warnings.push(...warnings.map((warning) => ({ ...warning, field })))
    if (errors.length > 0) judged.errors.push(...errors.map((error) => ({ ...error, field })))
    else if (columnOf(field).secret && value.trim() === KEPT) judged.kept.push(field)
    else if (value.trim() === '') judgeEmpty(field, judging, values, judged.errors)
    else {
      const verdict = judgeCell(field, value, judging)
      if ('code' in verdict) judged.errors.push({ field, ...verdict })
      else values[field === 'profile' ? 'profileId' : field] = verdict.value
    }
  }
  if (!judging.changesExisting) {
    const absent = required.filter((field) => !(field in record))
    judged.errors.push(...absent.map(missing))
  }
  return judged
}

function judgeEmpty(
  field: ImportedField,
  { emptyClears, changesExisting }: Judging,
  values: Record<string, string | number | null>,
  errors: CellFinding[],
) {
  if (required.includes(field)) {
    if (emptyClears || !changesExisting) errors.push(missing(field))
  } else if (emptyClears && field !== 'id') {
    values[field === 'profile' ? 'profileId' : field] = null
  }
}

function missing(field: ImportedField): CellFinding {
  const example = field === 'email' ? 'anna.kuehn@example.com' : 'Kühn'
  const message = `${columnOf(field).label}: a value is required. Enter one, for example ${example}.`
  return { field, code: 'cell.required', message }
}

function judgeCell(field: ImportedField, value: string, judging: Judging): Verdict {
  switch (field) {
    case 'id':
      return judgeId(value, 'subscriber')
    case 'profile':
      return judgeProfile(value, judging.profiles)
    case 'language':
      return judgeLanguage(value, judging.languages)
    case 'clientServicePort':
      return checked(field, port, /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN)
    case 'deploymentPin':
      return judgeDeploymentPin(value)
    default:
      return checked(field, rules[field], value)
  }
}

const rules = {
  firstName: personName,
  lastName: personName,
  email: emailAddress,
  directoryNumber: dialNumber,
  pbxSipHost: sipHost,
  pbxSipUserName: sipUserName,
  pbxSipPassword: clearPassword,
  voicemailNumber: dialNumber,
  voicemailPin,
  mbgSipUserName: sipUserName,
  mbgSipPassword: clearPassword,
  clientServiceHost: fqdn,
  clientServiceUserName,
  clientServicePassword: clearPassword,
} satisfies Partial<Record<ImportedField, z.ZodType<string>>>

function checked(field: ImportedField, rule: z.ZodType<string | number>, value: string | number): Verdict {
  const result = rule.safeParse(value)
  if (result.success) return { value: result.data }
  const { label, kind } = columnOf(field)
  return { code: `cell.${kind}`, message: `${label}: ${result.error.issues[0]?.message}` }
}

/** Whether a cell is an ID of this system. @param what what the row without it would add */
export function judgeId(
  value: string,
  what: 'subscriber' | 'person',
): { value: string } | { code: string; message: string } {
  const id = value.toLowerCase()
  if (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return { value: id }
  const message = `ID: ${quoted(value)} is not an ID of this system, for example 0198c0de-7d3a-7e11-9c5b-2f6a1b3c4d5e. Empty the cell to add a new ${what}.`
  return { code: 'cell.id', message }
}

function judgeProfile(name: string, profiles: ReadonlyMap<string, string>): Verdict {
  const exact = profiles.get(name)
  if (exact !== undefined) return { value: exact }
  const folded = fold(name)
  const alike = Array.from(profiles).filter(([known]) => fold(known) === folded)
  const only = alike[0]
  if (only !== undefined && alike.length === 1) return { value: only[1] }
  const known = Array.from(profiles.keys(), quoted)
  const listed =
    known.length > 10 ? `${known.slice(0, 10).join(', ')} and ${known.length - 10} more` : known.join(', ')
  const enter = known.length === 1 ? listed : `one of ${listed || 'those under Deployment profiles'}`
  const message = `Profile: there is no profile ${quoted(name)}. Enter ${enter}.`
  return { code: 'cell.profile', message }
}

function judgeLanguage(name: string, known: readonly LanguageCode[]): Verdict {
  const code = languageNamed(name, known)
  if (code !== undefined) return { value: code }
  const message = `Language: ${quoted(name)} is not known. Enter one of ${listedLanguages(known)}, for example ${known[0]}.`
  return { code: 'cell.language', message }
}

function judgeDeploymentPin(value: string): Verdict {
  if (!/^\d{1,3}$/.test(value)) return checked('deploymentPin', deploymentPin, value)
  const message = `Deployment PIN: ${value.length === 1 ? '1 digit is' : `${value.length} digits are`} too few; a spreadsheet probably removed leading zeros. Format the column as text and enter 4 to 20 digits, for example 0042.`
  return { code: 'damage.leading-zeros', message }
}

function fold(text: string): string {
  return text.normalize('NFC').toLowerCase().replaceAll('ς', 'σ')
}
