import { z } from 'zod'
import {
  accepted,
  accountRoute,
  Count,
  created,
  keyOf,
  notFound,
  ok,
  Paging,
  page,
  pageOf,
  type Route,
} from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { Operation, presentOperation } from '../operations/index.ts'
import { applyImport } from './apply.ts'
import { cancelImport } from './cancel.ts'
import { editRow } from './edit.ts'
import { correctByFile } from './fix-upload.ts'
import type { RecordKind } from './kind.ts'
import { planImport } from './plan.ts'
import { presentImport, presentRow } from './present.ts'
import { listRows } from './rows-store.ts'
import { Import, ImportRow, ImportRowChanges, verdicts } from './schema.ts'
import { countImports, listImports, readImport } from './store.ts'
import { undoImport } from './undo.ts'
import { optionsOf, passOver, readUpload, uploadForm } from './uploads.ts'

const inAccount = z.object({ accountId: z.uuid() })
const one = inAccount.extend({ importId: z.uuid() })

/** Plans made of uploaded files: their rows and correcting them, applying, cancelling, and undoing what was applied. */
export function routes(platform: Platform, kind: RecordKind): Route[] {
  const { database } = platform
  const { may, api } = kind
  return [
    accountRoute({
      method: 'POST',
      path: `/accounts/:accountId/${api.resource}`,
      operation: `plan${api.noun}Import`,
      summary: 'Reads a file into a plan; nothing is written to the records yet.',
      tag: 'imports',
      may,
      params: inAccount,
      upload: uploadForm(kind.name),
      refuses: {
        409: ['imports.not-ready'],
        413: ['imports.file-too-large'],
        422: [
          'imports.file-missing',
          'imports.file-not-last',
          'imports.file-unreadable',
          'imports.header-unknown',
          'imports.header-twice',
          'imports.fix-column-missing',
          'imports.fix-row-unknown',
        ],
      },
      answers: { 201: Import },
      handle: async ({ actor, raw }) => {
        try {
          const upload = await readUpload(raw)
          const asked = optionsOf(upload, kind.name)
          const plan =
            'planId' in asked
              ? await correctByFile(platform, actor, kind, asked.planId, upload)
              : await planImport(platform, actor, kind, upload, asked)
          return created(presentImport(plan))
        } finally {
          passOver(raw)
        }
      },
    }),
    accountRoute({
      method: 'GET',
      path: `/accounts/:accountId/${api.resource}`,
      operation: `list${api.noun}Imports`,
      summary: 'Imports, newest first.',
      tag: 'imports',
      may,
      params: inAccount,
      query: z.object(Paging),
      answers: { 200: pageOf(Import) },
      handle: async ({ actor, query }) => {
        const before = query.cursor === undefined ? undefined : String(keyOf(query.cursor, 1)[0])
        const rows = await database.inAccount(actor.accountId, (tx) =>
          listImports(tx, kind.name, query.limit + 1, before),
        )
        return ok(page(rows, query.limit, (row) => [row.importId], presentImport))
      },
    }),
    accountRoute({
      method: 'GET',
      path: `/accounts/:accountId/${api.resource}/count`,
      operation: `count${api.noun}Imports`,
      summary: 'How many imports there have been.',
      tag: 'imports',
      may,
      params: inAccount,
      answers: { 200: Count },
      handle: async ({ actor }) =>
        ok({ count: await database.inAccount(actor.accountId, (tx) => countImports(tx, kind.name)) }),
    }),
    accountRoute({
      method: 'GET',
      path: `/accounts/:accountId/${api.resource}/:importId`,
      operation: `get${api.noun}Import`,
      summary: 'One import.',
      tag: 'imports',
      may,
      params: one,
      answers: { 200: Import },
      handle: async ({ actor, params }) => {
        const plan = await database.inAccount(actor.accountId, (tx) =>
          readImport(tx, params.importId, { of: kind.name }),
        )
        if (!plan) throw notFound()
        return ok(presentImport(plan))
      },
    }),
    accountRoute({
      method: 'GET',
      path: `/accounts/:accountId/${api.resource}/:importId/rows`,
      operation: `list${api.noun}ImportRows`,
      summary: 'The rows of a plan.',
      tag: 'imports',
      may,
      params: one,
      query: z.object({
        ...Paging,
        verdict: z.enum(verdicts).optional(),
        customerId: z
          .uuid()
          .optional()
          .describe('Only rows that name this account, in an import into several customers.'),
      }),
      answers: { 200: pageOf(ImportRow) },
      handle: async ({ actor, params, query }) => {
        const after = query.cursor === undefined ? 0 : Number(keyOf(query.cursor, 1)[0])
        return database.inAccount(actor.accountId, async (tx) => {
          if (!(await readImport(tx, params.importId, { of: kind.name }))) throw notFound()
          const verdictsAsked = query.verdict === undefined ? undefined : [query.verdict]
          const rows = await listRows(tx, params.importId, {
            verdicts: verdictsAsked,
            customerId: query.customerId,
            after,
            limit: query.limit + 1,
          })
          const sealing = await platform.sealing.inAccount(tx)
          return ok(
            page(
              rows,
              query.limit,
              (row) => [row.rowNumber],
              (row) => presentRow(kind, sealing, params.importId, row),
            ),
          )
        })
      },
    }),
    accountRoute({
      method: 'POST',
      path: `/accounts/:accountId/${api.resource}/:importId/application`,
      operation: `apply${api.noun}Import`,
      summary: 'Applies a plan.',
      tag: 'imports',
      may,
      ...(kind.delicate === undefined ? {} : { stepUp: 'in-act' }),
      params: one,
      refuses: { 409: ['imports.not-ready', 'imports.has-errors'] },
      answers: { 202: Operation },
      handle: async ({ actor, params, requireStepUp }) =>
        accepted(presentOperation(await applyImport(platform, actor, kind, params.importId, requireStepUp))),
    }),
    accountRoute({
      method: 'DELETE',
      path: `/accounts/:accountId/${api.resource}/:importId/application`,
      operation: `undo${api.noun}Import`,
      summary: 'Undoes an applied import; records that were worked with since are left, and named.',
      tag: 'imports',
      may,
      ...(kind.delicate === undefined ? {} : { stepUp: 'in-act' }),
      params: one,
      refuses: { 409: ['imports.not-applied', 'imports.undo-ended'] },
      answers: { 202: Operation },
      handle: async ({ actor, params, requireStepUp }) =>
        accepted(presentOperation(await undoImport(platform, actor, kind, params.importId, requireStepUp))),
    }),
    accountRoute({
      method: 'POST',
      path: `/accounts/:accountId/${api.resource}/:importId/cancellation`,
      operation: `cancel${api.noun}Import`,
      summary: 'Ends a plan that is being read, or waits to be applied.',
      tag: 'imports',
      may,
      params: one,
      refuses: { 409: ['imports.not-ready'] },
      answers: { 200: Import },
      handle: async ({ actor, params }) =>
        ok(presentImport(await cancelImport(platform, actor, kind, params.importId))),
    }),
    accountRoute({
      method: 'PATCH',
      path: `/accounts/:accountId/${api.resource}/:importId/rows/:row`,
      operation: `correct${api.noun}ImportRow`,
      summary: 'Corrects a row of a plan; it and the rows like it are judged again.',
      tag: 'imports',
      may,
      params: one.extend({ row: z.coerce.number().int().min(1).max(100_000) }),
      body: ImportRowChanges,
      refuses: { 409: ['imports.not-ready'] },
      answers: { 200: ImportRow },
      handle: async ({ actor, params, body }) => {
        const row = await editRow(platform, actor, kind, params.importId, params.row, body)
        const sealing = await database.inAccount(actor.accountId, (tx) => platform.sealing.inAccount(tx))
        return ok(presentRow(kind, sealing, params.importId, row))
      },
    }),
  ]
}
