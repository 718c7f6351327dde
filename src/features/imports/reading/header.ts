import { columns, type FieldName, type ImportedField } from './columns.ts'

export type RecognisedHeader<Field extends string = string> = {
  /** For each column of the file the field it holds; null for one that is not read. */
  columns: (Field | null)[]
  /** Labels that mean nothing here, as they stand in the file. */
  unknown: string[]
  /** Labels that are understood and deliberately not read, with the reason as a sentence. */
  ignored: { label: string; reason: string }[]
  /** Fields that several columns hold; only the first of them is kept in `columns`. */
  duplicates: { field: Field; labels: string[] }[]
  /** Fields that a new record must have and no column holds. */
  missing: Field[]
  /** `vendor` if labels of the vendor's product appear and none that only ours has. */
  flavour: 'rollcall' | 'vendor'
}

const FROM_PROFILE = 'The MBG SIP host comes from the profile.'
const HISTORY = 'Deployment times are recorded here and cannot be imported.'

const ignoredReasons = new Map([
  ['mbgsiphost', FROM_PROFILE],
  ['deployed', HISTORY],
  ['downloaded', HISTORY],
  ['pbxnumber', 'The PBX of a subscriber is named by its PBX SIP host, not by its number.'],
])

const fieldsByKey = new Map<string, FieldName>(
  columns.flatMap(({ field, label, vendorLabels }) =>
    [field, label, ...vendorLabels].map((name) => [headerKey(name), field] as const),
  ),
)
const vendorKeys = new Set([
  ...columns.flatMap(({ vendorLabels }) => vendorLabels.map(headerKey)),
  'deployed',
  'downloaded',
  'pbxnumber',
])
const ourKeys = new Set(columns.flatMap(({ field, label }) => [headerKey(field), headerKey(label)]))

/** What is left of a label when case, spaces, hyphens, slashes and dots are ignored. */
export function headerKey(label: string): string {
  return label.toLowerCase().replace(/[\s\u200B\u2060\u00AD\-‐‑–/.]/g, '')
}

/** What a label means: a field, why it is deliberately not read, or nothing (undefined). */
type Meaning<Field extends string> = Field | { ignored: string } | undefined

/** Finds fields in a header. @param meaningOf what a label without case, spaces and hyphens means */
export function fieldsOf<Field extends string>(
  header: readonly string[],
  meaningOf: (key: string) => Meaning<Field>,
): Omit<RecognisedHeader<Field>, 'missing' | 'flavour'> {
  const found: ReturnType<typeof fieldsOf<Field>> = { columns: [], unknown: [], ignored: [], duplicates: [] }
  const labels = new Map<Field, string[]>()
  for (const label of header) {
    const key = headerKey(label)
    const meaning = key === '' ? undefined : meaningOf(key)
    const field = typeof meaning === 'string' ? meaning : null
    if (typeof meaning === 'object') found.ignored.push({ label, reason: meaning.ignored })
    else if (field === null && key !== '') found.unknown.push(label)
    found.columns.push(field === null || labels.has(field) ? null : field)
    if (field !== null) labels.set(field, [...(labels.get(field) ?? []), label])
  }
  found.duplicates = Array.from(labels, ([field, of]) => ({ field, labels: of })).filter(
    (each) => each.labels.length > 1,
  )
  return found
}

/**
 * Finds our fields in the header of subscribers: by our labels, by the field names of the API and by the vendor's labels.
 * The ID column of a vendor's file is not read: those IDs are of another system.
 */
export function recogniseHeader(header: readonly string[]): RecognisedHeader<ImportedField> {
  const flavour = flavourOf(header.map(headerKey))
  const found = fieldsOf<ImportedField>(header, (key) => meaningOf(key, flavour))
  const missing = (['lastName', 'email'] as const).filter((field) => !found.columns.includes(field))
  return { ...found, missing, flavour }
}

/** The cells of a row by field; cells of columns that are not read are left out. */
export function cellsByField<Field extends string>(
  fields: readonly (Field | null)[],
  cells: readonly string[],
): Partial<Record<Field, string>> {
  const record: Partial<Record<Field, string>> = {}
  for (const [at, field] of fields.entries()) {
    if (field !== null) record[field] = cells[at] ?? ''
  }
  return record
}

function meaningOf(key: string, flavour: RecognisedHeader['flavour']): Meaning<ImportedField> {
  const field = fieldsByKey.get(key)
  const reason = ignoredReasons.get(key)
  if (field === 'mbgSipHost' || reason !== undefined) return { ignored: reason ?? FROM_PROFILE }
  if (field === 'id' && flavour === 'vendor')
    return { ignored: 'The IDs of a vendor’s file belong to another system.' }
  return field
}

function flavourOf(keys: string[]): RecognisedHeader['flavour'] {
  const vendors = keys.some((key) => vendorKeys.has(key) && !ourKeys.has(key))
  const ours = keys.some((key) => ourKeys.has(key) && !vendorKeys.has(key))
  return vendors && !ours ? 'vendor' : 'rollcall'
}
