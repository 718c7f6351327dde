import { invalid, Refusal } from '#platform/http/index.ts'
import { type Finding, someLines, type TableError } from './reading/findings.ts'

export const fileMissing = () =>
  new Refusal(422, 'imports.file-missing', 'Choose a CSV file to import.', {
    errors: [{ path: 'file', code: 'imports.file-missing', message: 'Choose a CSV file.' }],
  })

/** What comes after the file is read when the plan is made already. @param field the name of the part that does */
export const fileNotLast = (field: string) => {
  const message = 'Send the file last, and only one: what follows it cannot be heeded any more.'
  return new Refusal(422, 'imports.file-not-last', message, {
    errors: [{ path: field, code: 'imports.file-not-last', message }],
  })
}

/** The form has no boundary, another one than its header says, or ends before its end. */
export const uploadMalformed = () =>
  new Refusal(
    400,
    'http.malformed',
    'The upload is no whole form (multipart/form-data with its boundary). Choose the file and send it again.',
  )

export const fileTooLarge = () =>
  new Refusal(
    413,
    'imports.file-too-large',
    'The file is larger than 64 MB. Split it and import the parts one after the other.',
  )

/** The file as a whole cannot be read as a table. */
export const fileUnreadable = (error: TableError) =>
  new Refusal(
    422,
    'imports.file-unreadable',
    error.line === undefined || error.message.startsWith(`Line ${error.line} `)
      ? error.message
      : `Line ${error.line}: ${error.message}`,
    {
      errors: [{ path: 'file', code: error.code, message: error.message }],
    },
  )

/** @param told what was noticed about the file; that another sheet was meant explains it best. @param columns an example of a header */
export const headerUnknown = (told: Finding[], columns: string) => {
  const sheets = told.filter(({ code }) => code === 'table.first-sheet').map(({ message }) => message)
  const example = `None of the columns is known. The first line must name them, for example: ${columns}.`
  return new Refusal(422, 'imports.header-unknown', [example, ...sheets].join(' '), {
    errors: [
      { path: 'file', code: 'imports.header-unknown', message: 'The first line must name the columns.' },
    ],
  })
}

export const headerTwice = (labels: string[]) =>
  new Refusal(
    422,
    'imports.header-twice',
    `These columns mean the same: ${labels.join(', ')}. Keep one of them.`,
    {
      errors: [{ path: 'file', code: 'imports.header-twice', message: `Keep one of: ${labels.join(', ')}.` }],
    },
  )

export const notReady = (status: string) =>
  new Refusal(409, 'imports.not-ready', `This import is ${status}, so that cannot be done with it now.`)

export const notApplied = (status: string) =>
  new Refusal(
    409,
    'imports.not-applied',
    `This import is ${status}. Only one that was applied can be undone.`,
  )

/** Nothing is left that could be undone: the undo data ended, or all of it was undone. */
export const undoEnded = () =>
  new Refusal(
    409,
    'imports.undo-ended',
    'There is nothing left of this import that could be undone. What undoes an import is kept for 30 days.',
  )

/** A corrected file lacks the column by which its rows find their place. */
export const columnMissing = (label: string) =>
  new Refusal(
    422,
    'imports.fix-column-missing',
    `The file has no column "${label}". Correct the file that was downloaded from this plan, and leave that column as it is.`,
  )

/** A row of a corrected file belongs nowhere. */
export const fixRowUnknown = (line: number, because?: string) =>
  new Refusal(
    422,
    'imports.fix-row-unknown',
    because ??
      `Line ${line} of the corrected file: its column "Line" names no row of the plan. Leave that column as it was downloaded.`,
  )

/** Why a plan without an end failed. */
export const abandoned = 'The upload ended before the file did. Nothing was imported; upload the file again.'
/** Why a plan that was never applied is gone. */
export const ended = 'This plan was not applied within 30 days, so it was deleted.'

export const hasErrors = (count: number) =>
  new Refusal(
    409,
    'imports.has-errors',
    count === 1
      ? 'One row has an error or a conflict, so nothing was imported. Correct it, or import with "partial" to leave it out.'
      : `${count} rows have errors or conflicts, so nothing was imported. Correct them, or import with "partial" to leave them out.`,
    { members: { count } },
  )

/** What the plan was made from has changed in between. @param because what would become of these lines */
export const planOutdated = (lines: number[], because: string) =>
  new Refusal(
    409,
    'imports.plan-outdated',
    `Records were changed since this plan was made: ${namedLines(lines)} ${because}. Nothing was imported; upload the file again.`,
  )

/** Why a row of a partial import was left out: its plan could not say what it does now. */
export const untoldReset = {
  code: 'row.resets-clients',
  message:
    'A softphone was set up for this record since the plan was made, and the new client service user name would reset it. Upload the row again to see that before it is done.',
}

/** Why nothing was done in one of the customers of an import. */
export const customerClosed = () =>
  new Refusal(
    403,
    'imports.customer-closed',
    'This customer is not active any more, or does not let you in, so nothing was changed there. Ask the customer for access, then do it again.',
  )

const namedMax = 10

/** Why an import that was undone stands as applied: some of its records could not be undone. */
export const recordsNotUndone = (count: number) =>
  `${count} ${count === 1 ? 'record' : 'records'} could not be undone. The operation says why; undo the import again when that is settled.`

/** The same of an import into several customers. @param named the first of them */
export function customersNotUndone(named: string[], count: number): string {
  const more = count > named.length ? ` and ${count - named.length} more` : ''
  return `Nothing was undone in ${named.join(', ')}${more}. The operation says why; undo the import again when that is settled.`
}

/** Lines as they may stand in a sentence, in their order, at most ten by number. */
export function namedLines(lines: number[]): string {
  const sorted = [...lines].sort((one, other) => one - other)
  return someLines({ count: sorted.length, first: sorted.slice(0, namedMax) })
}

/** The profile chosen for all rows; a foreign account's is as unknown as one that does not exist. */
export const profileUnknown = () =>
  invalid([
    {
      path: 'profileId',
      code: 'deployment-profiles.unknown',
      message: 'This account has no such profile. Choose one from the list.',
    },
  ])
