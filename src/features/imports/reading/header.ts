import { columns, type FieldName, type ImportedField } from './columns.ts'

export type RecognisedHeader = {
  /** For each column of the file the field it holds; null for one that is not read. */
  columns: (ImportedField | null)[]
  /** Labels that mean nothing here, as they stand in the file. */
  unknown: string[]
  /** Labels that are understood and deliberately not read, with the reason as a sentence. */
  ignored: { label: string; reason: string }[]
  /** Fields that several columns hold; only the first of them is kept in `columns`. */
  duplicates: { field: ImportedField; labels: string[] }[]
  /** Fields that a new subscriber must have and no column holds (MU-2). */
  missing: ImportedField[]
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

/**
 * Finds our fields in a header: by our labels, by the field names of the API and by the vendor's labels.
 * The ID column of a vendor's file is not read: those IDs are of another system.
 */
export function recogniseHeader(header: readonly string[]): RecognisedHeader {
  const flavour = flavourOf(header.map(headerKey))
  const found: RecognisedHeader = {
    columns: [],
    unknown: [],
    ignored: [],
    duplicates: [],
    missing: [],
    flavour,
  }
  const labels = new Map<ImportedField, string[]>()
  for (const label of header) {
    const field = readColumn(label, found)
    found.columns.push(field === null || labels.has(field) ? null : field)
    if (field !== null) labels.set(field, [...(labels.get(field) ?? []), label])
  }
  found.duplicates = Array.from(labels, ([field, of]) => ({ field, labels: of })).filter(
    (d) => d.labels.length > 1,
  )
  found.missing = (['lastName', 'email'] as const).filter((field) => !labels.has(field))
  return found
}

/** The cells of a row by field; cells of columns that are not read are left out. */
export function cellsByField(
  fields: RecognisedHeader['columns'],
  cells: readonly string[],
): Partial<Record<ImportedField, string>> {
  const record: Partial<Record<ImportedField, string>> = {}
  for (const [at, field] of fields.entries()) {
    if (field !== null) record[field] = cells[at] ?? ''
  }
  return record
}

function readColumn(label: string, found: RecognisedHeader): ImportedField | null {
  const key = headerKey(label)
  if (key === '') return null
  const field = fieldsByKey.get(key)
  const reason = ignoredReasons.get(key)
  if (field === 'mbgSipHost' || reason !== undefined) {
    found.ignored.push({ label, reason: reason ?? FROM_PROFILE })
    return null
  }
  if (field === undefined) {
    found.unknown.push(label)
    return null
  }
  if (field === 'id' && found.flavour === 'vendor') {
    found.ignored.push({ label, reason: 'The IDs of a vendor’s file belong to another system.' })
    return null
  }
  return field
}

function flavourOf(keys: string[]): RecognisedHeader['flavour'] {
  const vendors = keys.some((key) => vendorKeys.has(key) && !ourKeys.has(key))
  const ours = keys.some((key) => ourKeys.has(key) && !vendorKeys.has(key))
  return vendors && !ours ? 'vendor' : 'rollcall'
}
