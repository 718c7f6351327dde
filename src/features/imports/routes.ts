import type { MultipartFile } from '@fastify/multipart'
import { z } from 'zod'
import {
  accepted,
  accountRoute,
  created,
  invalid,
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
import { fileMissing, fileTooLarge } from './errors.ts'
import { importSubscribers } from './permissions.ts'
import { openContent, planImport, shownCells } from './plan.ts'
import { Import, ImportOptions, ImportRow, verdicts } from './schema.ts'
import { type ImportRecord, listImports, listRows, readImport } from './store.ts'

const inAccount = z.object({ accountId: z.uuid() })
const one = inAccount.extend({ importId: z.uuid() })

export function routes(platform: Platform): Route[] {
  const { database } = platform
  return [
    accountRoute({
      method: 'POST',
      path: '/accounts/:accountId/subscriber-imports',
      operation: 'planSubscriberImport',
      summary: 'Reads a file into a plan; nothing is written to the records yet.',
      tag: 'imports',
      may: importSubscribers,
      params: inAccount,
      upload: true,
      answers: { 201: Import },
      handle: async ({ actor, raw }) => {
        const file = await raw.file()
        if (!file) throw fileMissing()
        const plan = await planImport(platform, actor, chunksOf(file), file.filename || null, optionsOf(file))
        return created(present(plan))
      },
    }),
    accountRoute({
      method: 'GET',
      path: '/accounts/:accountId/subscriber-imports',
      operation: 'listSubscriberImports',
      summary: 'Imports, newest first.',
      tag: 'imports',
      may: importSubscribers,
      params: inAccount,
      query: z.object(Paging),
      answers: { 200: pageOf(Import) },
      handle: async ({ actor, query }) => {
        const before = query.cursor === undefined ? undefined : String(keyOf(query.cursor, 1)[0])
        const rows = await database.inAccount(actor.accountId, (tx) =>
          listImports(tx, 'subscribers', query.limit + 1, before),
        )
        return ok(page(rows, query.limit, (row) => [row.importId], present))
      },
    }),
    accountRoute({
      method: 'GET',
      path: '/accounts/:accountId/subscriber-imports/:importId',
      operation: 'getSubscriberImport',
      summary: 'One import.',
      tag: 'imports',
      may: importSubscribers,
      params: one,
      answers: { 200: Import },
      handle: async ({ actor, params }) => {
        const plan = await database.inAccount(actor.accountId, (tx) => readImport(tx, params.importId))
        if (!plan) throw notFound()
        return ok(present(plan))
      },
    }),
    accountRoute({
      method: 'GET',
      path: '/accounts/:accountId/subscriber-imports/:importId/rows',
      operation: 'listSubscriberImportRows',
      summary: 'The rows of a plan.',
      tag: 'imports',
      may: importSubscribers,
      params: one,
      query: z.object({ ...Paging, verdict: z.enum(verdicts).optional() }),
      answers: { 200: pageOf(ImportRow) },
      handle: async ({ actor, params, query }) => {
        const after = query.cursor === undefined ? 0 : Number(keyOf(query.cursor, 1)[0])
        return database.inAccount(actor.accountId, async (tx) => {
          if (!(await readImport(tx, params.importId))) throw notFound()
          const verdictsAsked = query.verdict === undefined ? undefined : [query.verdict]
          const rows = await listRows(tx, params.importId, {
            verdicts: verdictsAsked,
            after,
            limit: query.limit + 1,
          })
          const sealing = await platform.sealing.inAccount(tx)
          return ok(
            page(
              rows,
              query.limit,
              (row) => [row.rowNumber],
              (row) => ({
                row: row.rowNumber,
                line: row.line,
                verdict: row.verdict,
                subjectId: row.subjectId,
                cells: shownCells(openContent(sealing, params.importId, row)),
                problems: row.problems,
              }),
            ),
          )
        })
      },
    }),
    accountRoute({
      method: 'POST',
      path: '/accounts/:accountId/subscriber-imports/:importId/application',
      operation: 'applySubscriberImport',
      summary: 'Applies a plan.',
      tag: 'imports',
      may: importSubscribers,
      params: one,
      answers: { 202: Operation },
      handle: async ({ actor, params }) =>
        accepted(presentOperation(await applyImport(platform, actor, params.importId))),
    }),
  ]
}

/** The form fields before the file. */
function optionsOf(file: MultipartFile): ImportOptions {
  const given: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(file.fields)) {
    if (!field || Array.isArray(field) || field.type !== 'field') continue
    const value = String(field.value)
    if (value === '') continue
    given[name] = value === 'true' ? true : value === 'false' ? false : value
  }
  const parsed = ImportOptions.safeParse(given)
  if (parsed.success) return parsed.data
  throw invalid(
    parsed.error.issues.map((issue) => ({
      path: issue.path.join('.'),
      code: 'field.invalid',
      message: issue.message,
    })),
  )
}

async function* chunksOf(file: MultipartFile): AsyncGenerator<Buffer> {
  for await (const chunk of file.file) yield chunk as Buffer
  if (file.file.truncated) throw fileTooLarge()
}

function present(row: ImportRecord): Import {
  const reading = row.reading as {
    columns?: Array<string | null>
    warnings?: Array<{ code: string; message: string }>
  }
  const { create = 0, change = 0, unchanged = 0, conflict = 0, error = 0 } = row.counts
  return {
    id: row.importId,
    status: row.status as Import['status'],
    fileName: row.fileName,
    options: row.options as ImportOptions,
    counts: { create, change, unchanged, conflict, error },
    columns: reading.columns ?? [],
    warnings: reading.warnings ?? [],
    failure: row.failure,
    createdBy: row.createdByName,
    createdAt: row.createdAt.toISOString(),
    appliedAt: row.appliedAt?.toISOString() ?? null,
  }
}
