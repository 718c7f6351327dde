import { z } from 'zod'
import { SubscriberFilter } from '../deployment/subscribers/schema.ts'
import { selectionOf } from '../operations/schema.ts'

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

/** How a file is to be taken (form fields beside the file; the file comes last). */
export const ImportOptions = z
  .object({
    profileId: z.uuid().optional().describe('For all rows; beats the Profile column.'),
    partial: z.boolean().default(false).describe('Good rows are imported although others have errors.'),
    overwrite: z.boolean().default(false).describe('Rows with an ID of this system change that record.'),
    emptyClears: z.boolean().default(false).describe('An empty cell clears the stored value.'),
  })
  .strict()
  .meta({ id: 'ImportOptions' })
export type ImportOptions = z.infer<typeof ImportOptions>

/** The form fields of a corrected file: the plan it belongs to, whose options stay. */
export const Correction = z
  .object({ planId: z.uuid().describe('The plan whose rows this file corrects.') })
  .strict()
/** The form fields of an upload. */
export type UploadFields = z.infer<typeof Correction> | ImportOptions

const Problem = z.object({
  field: z.string().nullable().describe('As in the subscriber; null: the whole row.'),
  severity: z.enum(['error', 'warning']),
  code: z.string(),
  message: z.string(),
})

/** An import: a plan that is reviewed, applied, undone. */
export const Import = z
  .object({
    id: z.uuid(),
    status: z.enum(importStatuses),
    fileName: z.string().nullable(),
    options: ImportOptions,
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

/** Which records to export, and for whom. */
export const NewSubscriberExport = z
  .object({ selection: selectionOf(SubscriberFilter), flavour: CsvFlavour.default('spreadsheet') })
  .strict()
  .meta({ id: 'NewSubscriberExport' })
export type NewSubscriberExport = z.infer<typeof NewSubscriberExport>
