import { z } from 'zod'

/** A bulk act and how far it is. */
export const Operation = z
  .object({
    id: z.uuid(),
    kind: z.string().describe('`deployment`, `forced-configuration`, `subscriber-deletion` …'),
    status: z.enum(['queued', 'running', 'done', 'cancelled', 'failed']),
    total: z.int(),
    done: z.int(),
    failed: z.int(),
    skipped: z.int(),
    failure: z.string().nullable().describe('Why the whole operation failed, as a sentence.'),
    createdBy: z.string().nullable(),
    createdAt: z.iso.datetime(),
    startedAt: z.iso.datetime().nullable(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Operation' })
export type Operation = z.infer<typeof Operation>

/** What happened to one record. */
export const OperationItem = z
  .object({
    subjectId: z.uuid(),
    outcome: z.enum(['pending', 'done', 'skipped', 'failed', 'cancelled']),
    code: z.string().nullable(),
    message: z.string().nullable(),
  })
  .meta({ id: 'OperationItem' })
export type OperationItem = z.infer<typeof OperationItem>

/** Why records were not done: one cause, and how many it holds for. */
export const OperationReason = z
  .object({
    outcome: z.enum(['failed', 'skipped']),
    code: z.string().nullable(),
    message: z.string().nullable().describe('What stands at the records, or at one of them.'),
    alike: z.boolean().describe('The same message stands at each of the records.'),
    count: z.int(),
  })
  .meta({ id: 'OperationReason' })
export type OperationReason = z.infer<typeof OperationReason>

/**
 * Which records an act is for: some by id, or everything a list's filter matches. `expectedCount` is what the person saw: a
 * destructive act whose count differs when it starts stops before the first row.
 */
export function selectionOf<Filter extends z.ZodType>(filter: Filter) {
  // Told apart by `all` alone: who forgot a field, or misspelt it, is told of that field.
  return z.discriminatedUnion(
    'all',
    [
      z
        .object({
          all: z.undefined().optional().meta({ not: {} }),
          ids: z
            .array(z.uuid())
            .min(1, 'Select at least one record.')
            .max(10_000, 'Select at most 10,000 by id.'),
        })
        .strict(),
      z
        .object({
          all: z.literal(true),
          // As in a list, no filter is everything.
          filter: filter.prefault({} as z.input<Filter>),
          except: z.array(z.uuid()).max(10_000).default([]),
          expectedCount: z.int().min(0).optional(),
        })
        .strict(),
    ],
    { error: 'Give "ids", or "all": true with a filter.' },
  )
}
