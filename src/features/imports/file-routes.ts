import { Readable } from 'node:stream'
import { z } from 'zod'
import { accountRoute, csvAnswer, ok, type Route } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { fixFile } from './fix-file.ts'
import type { RecordKind } from './kind.ts'
import { operationReport } from './operation-report.ts'
import { exportPeople } from './people/exports.ts'
import { exportUsers, exportSubscribers as mayExport, reportOperations } from './permissions.ts'
import { CsvFlavour, NewSubscriberExport, NewUserExport, verdicts } from './schema.ts'
import { exportSubscribers } from './subscribers/exports.ts'

const inAccount = z.object({ accountId: z.uuid() })
const one = inAccount.extend({ importId: z.uuid() })

/** The first lines of each file, for readers of the API document. */
const examples = {
  template: {
    subscribers: 'First name,Last name,Email,Directory number\r\nAnna,Kühn,anna.kuehn@example.com,1001\r\n',
    users: 'First name,Last name,Email,Role\r\nAnna,Kühn,anna.kuehn@example.com,user\r\n',
  },
  fixFile:
    'Line,First name,Last name,Email,Problem\r\n7,Anna,Kühn,anna.kuehn@example,Enter one e-mail address.\r\n',
  subscribers:
    'ID,First name,Last name,Email\r\n0198c0de-1a2b-7c3d-8e4f-5a6b7c8d9e0f,Anna,Kühn,anna.kuehn@example.com\r\n',
  people:
    'ID,First name,Last name,Email\r\n0198c0de-1a2b-7c3d-8e4f-5a6b7c8d9e0f,Anna,Kühn,anna.kuehn@example.com\r\n',
  report:
    'ID,First name,Last name,Directory number,Outcome,Code,Reason\r\n0198c0de-1a2b-7c3d-8e4f-5a6b7c8d9e0f,Anna,Kühn,1001,skipped,deployment.no-email,This person has no e-mail address.\r\n',
}

/** Files of imports that go out: the template, and rows to be corrected. */
export function planFileRoutes(platform: Platform, kind: RecordKind): Route[] {
  const { may, api } = kind
  return [
    accountRoute({
      method: 'GET',
      path: `/accounts/:accountId/${api.resource}/template`,
      operation: `get${api.noun}ImportTemplate`,
      summary: 'A file to be filled in: the columns, and a person as an example.',
      tag: 'imports',
      may,
      params: inAccount,
      query: z.object({ flavour: CsvFlavour.default('spreadsheet') }),
      answers: { 200: csvAnswer(examples.template[kind.name]) },
      handle: async ({ query }) => csvFile(`${kind.name}-template.csv`, kind.template(query.flavour)),
    }),
    accountRoute({
      method: 'GET',
      path: `/accounts/:accountId/${api.resource}/:importId/fix-file`,
      operation: `get${api.noun}ImportFixFile`,
      summary: 'The rows that need correction, to be corrected and uploaded with `planId`.',
      tag: 'imports',
      may,
      params: one,
      query: z.object({
        flavour: CsvFlavour.default('spreadsheet'),
        verdict: z.enum(verdicts).optional().describe('Only these; else errors and conflicts.'),
      }),
      answers: { 200: csvAnswer(examples.fixFile) },
      handle: async ({ actor, params, query }) => {
        const wanted = query.verdict ? [query.verdict] : ['error', 'conflict']
        const csv = await fixFile(platform, actor, kind, params.importId, wanted, query.flavour)
        return csvFile(`${kind.name}-to-correct.csv`, csv)
      },
    }),
  ]
}

/** Other files that go out: exports, and what became of the records of an operation. */
export function fileRoutes(platform: Platform): Route[] {
  return [
    accountRoute({
      method: 'POST',
      path: '/accounts/:accountId/subscriber-exports',
      operation: 'exportSubscribers',
      summary: 'The selected subscribers as CSV: without passwords, with deployment PINs (CD-9).',
      tag: 'imports',
      may: mayExport,
      stepUp: true,
      secretAnswer: true,
      params: inAccount,
      body: NewSubscriberExport,
      refuses: { 409: ['operations.count-changed'] },
      answers: { 200: csvAnswer(examples.subscribers) },
      handle: async ({ actor, body }) => {
        const day = platform.clock.now().toISOString().slice(0, 10)
        return csvFile(`subscribers-${day}.csv`, await exportSubscribers(platform, actor, body))
      },
    }),
    accountRoute({
      method: 'POST',
      path: '/accounts/:accountId/user-exports',
      operation: 'exportUsers',
      summary: 'The selected people as CSV, which an import of people reads again (UA-30).',
      tag: 'imports',
      may: exportUsers,
      params: inAccount,
      body: NewUserExport,
      refuses: { 409: ['operations.count-changed'] },
      answers: { 200: csvAnswer(examples.people) },
      handle: async ({ actor, body }) => {
        const day = platform.clock.now().toISOString().slice(0, 10)
        return csvFile(`people-${day}.csv`, await exportPeople(platform, actor, body))
      },
    }),
    accountRoute({
      method: 'GET',
      path: '/accounts/:accountId/operations/:operationId/report',
      operation: 'getOperationReport',
      summary: 'What became of every record of an operation, as CSV.',
      tag: 'operations',
      may: reportOperations,
      params: inAccount.extend({ operationId: z.uuid() }),
      query: z.object({ flavour: CsvFlavour.default('spreadsheet') }),
      answers: { 200: csvAnswer(examples.report) },
      handle: async ({ actor, params, query }) => {
        const csv = await operationReport(platform, actor, params.operationId, query.flavour)
        return csvFile(`operation-${params.operationId}.csv`, csv)
      },
    }),
  ]
}

function csvFile(name: string, text: AsyncGenerator<string, void, undefined>) {
  return ok(Readable.from(text, { objectMode: false }), {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${name}"`,
  })
}
