import { invalid, Refusal } from '#platform/http/index.ts'
import type { TableError } from './reading/findings.ts'

export const fileMissing = () =>
  new Refusal(422, 'imports.file-missing', 'Choose a CSV file to import.', {
    errors: [{ path: 'file', code: 'imports.file-missing', message: 'Choose a CSV file.' }],
  })

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
    error.line === undefined ? error.message : `Line ${error.line}: ${error.message}`,
    {
      errors: [{ path: 'file', code: error.code, message: error.message }],
    },
  )

export const headerUnknown = () =>
  new Refusal(
    422,
    'imports.header-unknown',
    'None of the columns is known. The first line must name them, for example: First name, Last name, Email address, Directory number.',
    {
      errors: [
        { path: 'file', code: 'imports.header-unknown', message: 'The first line must name the columns.' },
      ],
    },
  )

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
  new Refusal(409, 'imports.not-ready', `This import is ${status}, so it cannot be applied.`)

export const hasErrors = (count: number) =>
  new Refusal(
    409,
    'imports.has-errors',
    `${count} rows have errors, so nothing was imported. Correct them, or import with "partial" to leave them out.`,
    { members: { count } },
  )

/** What the plan was made from has changed in between. */
export const planOutdated = () =>
  new Refusal(
    409,
    'imports.plan-outdated',
    'Records were changed since this plan was made. Nothing was imported; upload the file again.',
  )

/** The profile chosen for all rows; a foreign account's is as unknown as one that does not exist. */
export const profileUnknown = () =>
  invalid([
    {
      path: 'profileId',
      code: 'deployment-profiles.unknown',
      message: 'This account has no such profile. Choose one from the list.',
    },
  ])
