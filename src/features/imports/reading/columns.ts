/** What a column holds, which decides how spreadsheet damage is looked for and which rule judges it. */
export type ColumnKind =
  | 'id'
  | 'profile'
  | 'text'
  | 'name'
  | 'email'
  | 'language'
  | 'number'
  | 'pin'
  | 'port'
  | 'host'
  | 'user-name'
  | 'password'

export type Column = {
  field: string
  /** What sentences and forms call it. */
  label: string
  /** What the header of a CSV file calls it, where that is not the label: files are a contract. */
  header?: string
  kind: ColumnKind
  /** Write-only in UI and API; its value never stands in a message. */
  secret: boolean
  /** Part of an export; the four secrets that CD-9 names are not. */
  exported: boolean
  /** Read on import; the MBG SIP host comes from the profile (MU-4). */
  imported: boolean
  /** What the column is called in the vendor's forms and tables. */
  vendorLabels: readonly string[]
}

const open = { secret: false, exported: true, imported: true }
const hidden = { secret: true, exported: false, imported: true }

/** The columns of a subscriber's CSV, in the order of the export. */
export const columns = [
  { field: 'id', label: 'ID', kind: 'id', ...open, vendorLabels: ['ID'] },
  { field: 'profile', label: 'Profile', kind: 'profile', ...open, vendorLabels: ['Profile'] },
  {
    field: 'firstName',
    label: 'First name',
    kind: 'name',
    ...open,
    vendorLabels: ['First name', 'Firstname'],
  },
  { field: 'lastName', label: 'Last name', kind: 'name', ...open, vendorLabels: ['Last name', 'Lastname'] },
  {
    field: 'email',
    label: 'E-mail address',
    header: 'Email address',
    kind: 'email',
    ...open,
    vendorLabels: ['Email address', 'E-mail address'],
  },
  { field: 'language', label: 'Language', kind: 'language', ...open, vendorLabels: ['Language'] },
  {
    field: 'directoryNumber',
    label: 'Directory number',
    kind: 'number',
    ...open,
    vendorLabels: ['Directory Number', 'Number'],
  },
  { field: 'pbxSipHost', label: 'PBX SIP host', kind: 'host', ...open, vendorLabels: ['PBX SIP Host'] },
  {
    field: 'pbxSipUserName',
    label: 'PBX SIP user name',
    kind: 'user-name',
    ...open,
    vendorLabels: ['PBX SIP user name/Device number'],
  },
  {
    field: 'pbxSipPassword',
    label: 'PBX SIP password',
    kind: 'password',
    ...hidden,
    vendorLabels: ['PBX SIP password'],
  },
  {
    field: 'voicemailNumber',
    label: 'Voicemail number',
    kind: 'number',
    ...open,
    vendorLabels: ['Voicemail number'],
  },
  { field: 'voicemailPin', label: 'Voicemail PIN', kind: 'pin', ...hidden, vendorLabels: ['Voicemail PIN'] },
  {
    field: 'mbgSipHost',
    label: 'MBG SIP host',
    kind: 'host',
    ...open,
    imported: false,
    vendorLabels: ['MBG SIP host'],
  },
  {
    field: 'mbgSipUserName',
    label: 'MBG SIP user name',
    kind: 'user-name',
    ...open,
    vendorLabels: ['MBG SIP user name', 'MBG UserName'],
  },
  {
    field: 'mbgSipPassword',
    label: 'MBG SIP password',
    kind: 'password',
    ...hidden,
    vendorLabels: ['MBG SIP password', 'Teleworker SIP password'],
  },
  {
    field: 'clientServiceHost',
    label: 'Client service host',
    kind: 'host',
    ...open,
    vendorLabels: ['MiCollab Client Service host'],
  },
  {
    field: 'clientServicePort',
    label: 'Client service port',
    kind: 'port',
    ...open,
    vendorLabels: ['MiCollab Client Service port'],
  },
  {
    field: 'clientServiceUserName',
    label: 'Client service user name',
    kind: 'user-name',
    ...open,
    vendorLabels: ['MiCollab Client Service user name', 'MiCollab Client Service Account'],
  },
  {
    field: 'clientServicePassword',
    label: 'Client service password',
    kind: 'password',
    ...hidden,
    vendorLabels: ['MiCollab Client Service password', 'MiCollab Client password'],
  },
  {
    field: 'deploymentPin',
    label: 'Deployment PIN',
    kind: 'pin',
    secret: true,
    exported: true,
    imported: true,
    vendorLabels: ['Deployment PIN', 'Deployment PIN (Generate PIN)'],
  },
] as const satisfies readonly Column[]

export type FieldName = (typeof columns)[number]['field']

/** A column that an import reads. */
export type ImportedField = Exclude<FieldName, 'mbgSipHost'>

const byField = new Map<string, Column>(columns.map((column) => [column.field, column]))

/** The column of a field. */
export function columnOf(field: FieldName): Column {
  const column = byField.get(field)
  if (column === undefined) throw new Error(`No column holds ${field}.`)
  return column
}

/** What the header of a CSV file calls the column of a field. */
export function headerOf(field: FieldName): string {
  const { header, label } = columnOf(field)
  return header ?? label
}
