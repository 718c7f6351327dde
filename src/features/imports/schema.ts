import { z } from 'zod'
import { SubscriberFilter } from '../deployment/subscribers/schema.ts'
import { selectionOf } from '../operations/schema.ts'
import { UserFilter } from '../users/schema.ts'

export const importStatuses = [
  'planning',
  'ready',
  'applying',
  'applied',
  'undoing',
  'undone',
  'failed',
  'cancelled',
] as const
export const verdicts = ['create', 'change', 'unchanged', 'conflict', 'error'] as const

/** What an import is of. */
export const importKinds = ['subscribers', 'users'] as const

const profileForAll = z.uuid().optional().describe('For all rows; beats the Profile column.')
const sendsWelcome = z
  .boolean()
  .describe('Who is added gets the e-mail *Finish building your account*, as when added by hand (UA-16).')

/** What may be chosen of any import. */
const choices = {
  partial: z.boolean().default(false).describe('Good rows are imported although others have errors.'),
  overwrite: z.boolean().default(false).describe('Rows with an ID of this system change that record.'),
  emptyClears: z.boolean().default(false).describe('An empty cell clears the stored value.'),
}

/** How a file of subscribers is to be taken (form fields beside the file; the file comes last). */
export const ImportOptions = z
  .object({ profileId: profileForAll, ...choices })
  .strict()
  .meta({ id: 'ImportOptions' })
export type ImportOptions = z.infer<typeof ImportOptions>

/** How a file of people is to be taken (UA-30). */
export const UserImportOptions = z
  .object({ ...choices, sendWelcome: sendsWelcome.default(true) })
  .strict()
  .meta({ id: 'UserImportOptions' })
export type UserImportOptions = z.infer<typeof UserImportOptions>

/** What was chosen of an import, whatever it is of. */
export type AnyImportOptions = ImportOptions & Partial<UserImportOptions>

/** The form fields of a corrected file: the plan it belongs to, whose options stay. */
export const Correction = z
  .object({ planId: z.uuid().describe('The plan whose rows this file corrects.') })
  .strict()
export type Correction = z.infer<typeof Correction>

const Problem = z.object({
  field: z.string().nullable().describe('As in the record; null: the whole row.'),
  severity: z.enum(['error', 'warning']),
  code: z.string(),
  message: z.string(),
})

/** An import: a plan that is reviewed, applied, undone. */
export const Import = z
  .object({
    id: z.uuid(),
    kind: z.enum(importKinds),
    status: z.enum(importStatuses),
    fileName: z.string().nullable(),
    options: z
      .object({ profileId: profileForAll, ...choices, sendWelcome: sendsWelcome.optional() })
      .describe('As they were chosen; `profileId` of subscribers, `sendWelcome` of people.'),
    acrossCustomers: z
      .boolean()
      .describe(
        'Its rows name customers of the partner. Each customer is a record of the operation that applies it, all or nothing unless *partial*.',
      ),
    counts: z.object({
      create: z.int(),
      change: z.int(),
      unchanged: z.int(),
      conflict: z.int(),
      error: z.int(),
    }),
    columns: z.array(z.string().nullable()).describe('The field each column of the file was recognised as.'),
    flavour: z
      .enum(['rollcall', 'vendor'])
      .describe('`vendor`: the file is an export of MiCollab Client Deployment, told by its labels.'),
    warnings: z.array(z.object({ code: z.string(), message: z.string() })),
    failure: z.string().nullable(),
    createdBy: z.string().nullable(),
    createdAt: z.iso.datetime(),
    appliedAt: z.iso.datetime().nullable(),
    undoneAt: z.iso.datetime().nullable(),
    operationId: z
      .uuid()
      .nullable()
      .describe('The operation that applies it, by which its people are found; null before.'),
    expiresAt: z.iso.datetime().nullable().describe('When the plan, and what undoes it, is deleted.'),
  })
  .meta({ id: 'Import' })
export type Import = z.infer<typeof Import>

/** One row of a plan. Secrets appear as `(kept)`. */
export const ImportRow = z
  .object({
    row: z.int().describe('By which the row is addressed, from 1.'),
    line: z
      .int()
      .describe(
        'Line of the file on which the row begins, from 1; of a workbook the row of its sheet. Sentences name it.',
      ),
    verdict: z.enum(verdicts),
    subjectId: z.uuid().nullable(),
    profileId: z.uuid().nullable().describe('Chosen for this row in the review.'),
    account: z
      .object({ id: z.uuid(), name: z.string() })
      .nullable()
      .describe('The account that the row names, in an import into several customers.'),
    cells: z.record(z.string(), z.string()),
    problems: z.array(Problem),
  })
  .meta({ id: 'ImportRow' })
export type ImportRow = z.infer<typeof ImportRow>

/** A correction of one row: cells by field (`(kept)` leaves a secret alone), or the profile it gets. */
export const ImportRowChanges = z
  .object({
    cells: z.record(z.string(), z.string().max(1_000)).optional(),
    profileId: z.uuid().nullable().optional().describe('Null: as the file says.'),
  })
  .strict()
  .meta({ id: 'ImportRowChanges' })
export type ImportRowChanges = z.infer<typeof ImportRowChanges>

export const CsvFlavour = z
  .enum(['spreadsheet', 'exact'])
  .describe('`spreadsheet` opens inert in Excel and the like; `exact` holds the values as they are.')

/** Which people to export, and for whom. */
export const NewUserExport = z
  .object({ selection: selectionOf(UserFilter), flavour: CsvFlavour.default('spreadsheet') })
  .strict()
  .meta({ id: 'NewUserExport' })
export type NewUserExport = z.infer<typeof NewUserExport>

/** Which records to export, and for whom. */
export const NewSubscriberExport = z
  .object({ selection: selectionOf(SubscriberFilter), flavour: CsvFlavour.default('spreadsheet') })
  .strict()
  .meta({ id: 'NewSubscriberExport' })
export type NewSubscriberExport = z.infer<typeof NewSubscriberExport>
