import type { ColumnSet } from '../column-set.ts'
import type { Column, ColumnKind } from '../reading/columns.ts'
import { fieldsOf, headerKey, type RecognisedHeader } from '../reading/header.ts'

interface PersonColumn {
  field: string
  /** What the header of a file and sentences call it. */
  label: string
  kind: ColumnKind
  /** What else its header may say. */
  alsoCalled?: readonly string[]
  /** Why an import does not read it. */
  notRead?: string
  /** Not in a file to be filled in: only one of the names is needed, and most files are of one account. */
  isNotInTemplate?: true
}

/** The columns of a file of people, in the order of the export. Peers call them FIRST NAME, LAST NAME, NAME, EMAIL and ROLE. */
const columns = [
  { field: 'id', label: 'ID', kind: 'id', isNotInTemplate: true },
  {
    field: 'account',
    label: 'Account',
    kind: 'text',
    alsoCalled: ['Customer', 'Customer number'],
    isNotInTemplate: true,
  },
  { field: 'firstName', label: 'First name', kind: 'name' },
  { field: 'lastName', label: 'Last name', kind: 'name', alsoCalled: ['Surname'] },
  { field: 'name', label: 'Name', kind: 'name', alsoCalled: ['Full name'], isNotInTemplate: true },
  { field: 'email', label: 'Email', kind: 'email', alsoCalled: ['E-mail address', 'Email address'] },
  { field: 'role', label: 'Role', kind: 'text' },
  { field: 'language', label: 'Language', kind: 'language' },
  { field: 'mobile', label: 'Mobile', kind: 'number', alsoCalled: ['Mobile number', 'Mobile phone'] },
  { field: 'location', label: 'Location', kind: 'text' },
  { field: 'extension', label: 'Extension', kind: 'number', isNotInTemplate: true },
  {
    field: 'smsNumber',
    label: 'SMS number',
    kind: 'number',
    notRead: 'SMS numbers are assigned to people by Manage in the list of people.',
  },
  {
    field: 'status',
    label: 'Status',
    kind: 'text',
    notRead: 'People register themselves, and are deactivated in the list of people.',
  },
  {
    field: 'licences',
    label: 'Licences',
    kind: 'text',
    alsoCalled: ['Licenses'],
    notRead: 'Licences are assigned by Manage in the list of people.',
  },
  { field: 'lastSignIn', label: 'Last sign-in', kind: 'text', notRead: 'Nobody signs in by a file.' },
] as const satisfies readonly PersonColumn[]

export type PersonColumnField = (typeof columns)[number]['field']
/** A column that an import reads. */
export type PersonField = Exclude<PersonColumnField, 'smsNumber' | 'status' | 'licences' | 'lastSignIn'>

const byField = new Map<string, PersonColumn>(columns.map((column) => [column.field, column]))
const byKey = new Map<string, PersonColumn>(
  columns.flatMap((column: PersonColumn) =>
    [column.field, column.label, ...(column.alsoCalled ?? [])].map(
      (name) => [headerKey(name), column] as const,
    ),
  ),
)

/** The column of a field. */
export function columnOf(field: string): Column {
  const column = byField.get(field)
  if (!column) throw new Error(`No column of people holds ${field}.`)
  const { label, kind, notRead } = column
  return { field, label, kind, secret: false, exported: true, imported: !notRead, vendorLabels: [] }
}

/** Finds the fields of people in a header, whatever its case, spaces and hyphens. */
function recognise(header: readonly string[]): RecognisedHeader<PersonField> {
  const found = fieldsOf<PersonField>(header, (key) => {
    const column = byKey.get(key)
    return column?.notRead === undefined ? (column?.field as PersonField) : { ignored: column.notRead }
  })
  return { ...found, missing: [], flavour: 'rollcall' }
}

/** The columns of a file of people. */
export const personColumns: ColumnSet = {
  recognise,
  columnOf,
  isImported: (field) => byField.has(field) && byField.get(field)?.notRead === undefined,
  customerField: 'account',
  example: 'First name, Last name, Email, Role',
}

const headersOf = (some: readonly PersonColumn[]) =>
  some.map(({ field, label }) => ({ key: field, header: label }))

/** The columns of an export: all that are of one account, and one name only where it is needed. */
export const exportedColumns = headersOf(
  columns.filter(({ field }) => field !== 'account' && field !== 'name'),
)

/** The columns of a file to be filled in. */
export const templateColumns = headersOf(
  columns.filter((column: PersonColumn) => !column.isNotInTemplate && column.notRead === undefined),
)
