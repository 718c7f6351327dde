import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import type { Operation } from '#features/operations/schema.ts'
import { allItems, type Page, pagesQuery } from '#web/lib/api/pages.ts'
import { api } from '#web/lib/api/request.ts'
import type { Import, ImportOptions, ImportRow, ImportRowChanges } from '../schema.ts'
import { type Sending, sendForm } from './send-form.ts'

const importsOf = (accountId: string) => `/accounts/${accountId}/subscriber-imports`
const pathOf = (accountId: string, importId: string) => `${importsOf(accountId)}/${importId}`
const importKey = (accountId: string, importId: string) =>
  ['accounts', accountId, 'imports', importId] as const
/** How often a plan in the making, or being applied, is asked for. */
const pollIntervalMs = 1000
const moving = new Set<Import['status']>(['planning', 'applying', 'undoing'])

/** What is to be imported: a file, or cells pasted from a sheet. */
export type Source = { file: File } | { text: string }

/** Uploads a file, or what was pasted, to be planned. The options come first: the server reads the stream once, and needs them for the rows. */
export function uploadImport(accountId: string, source: Source, options: ImportOptions, sending: Sending) {
  return sendForm<Import>(importsOf(accountId), { ...options, ...source }, sending)
}

/** Puts a corrected file into the plan it was downloaded from. */
export function uploadCorrection(accountId: string, importId: string, file: File, sending: Sending) {
  return sendForm<Import>(importsOf(accountId), { planId: importId, file }, sending)
}

/** Imports, newest first. */
export const importsQuery = (accountId: string) =>
  infiniteQueryOptions({
    ...pagesQuery<Import>(['accounts', accountId, 'imports', 'all'], importsOf(accountId), {}, 10),
    refetchInterval: ({ state: { data } }) =>
      data?.pages[0]?.items.some(({ status }) => moving.has(status)) ? pollIntervalMs : false,
  })

/** Plans that are being read, while somebody waits for one of them. */
export const growingQuery = (accountId: string, waiting: boolean) =>
  queryOptions({
    queryKey: ['accounts', accountId, 'imports', 'growing'],
    queryFn: ({ signal }) => api.get<Page<Import>>(importsOf(accountId), { limit: 10 }, signal),
    select: ({ items }) => items.filter(({ status }) => status === 'planning'),
    enabled: waiting,
    refetchInterval: pollIntervalMs,
    gcTime: 0,
  })

/** One import, followed while it moves by itself. */
export const importQuery = (accountId: string, importId: string) =>
  queryOptions({
    queryKey: importKey(accountId, importId),
    queryFn: ({ signal }) => api.get<Import>(pathOf(accountId, importId), undefined, signal),
    refetchInterval: ({ state }) => (state.data && moving.has(state.data.status) ? pollIntervalMs : false),
  })

/** The rows of a plan, all or those of one verdict. */
export const importRowsQuery = (
  accountId: string,
  importId: string,
  verdict: ImportRow['verdict'] | undefined,
) =>
  pagesQuery<ImportRow>(
    [...importKey(accountId, importId), 'rows', verdict ?? 'any'],
    `${pathOf(accountId, importId)}/rows`,
    { verdict },
  )

/** Corrects one row; it comes back judged anew. */
export const correctRow = (accountId: string, importId: string, row: number, changes: ImportRowChanges) =>
  api.patch<ImportRow>(`${pathOf(accountId, importId)}/rows/${row}`, changes)

export const applyImport = (accountId: string, importId: string) =>
  api.post<Operation>(`${pathOf(accountId, importId)}/application`)

export const undoImport = (accountId: string, importId: string) =>
  api.delete<Operation>(`${pathOf(accountId, importId)}/application`)

/** Ends a plan that is being read, or waits to be applied. */
export const cancelImport = (accountId: string, importId: string) =>
  api.post<Import>(`${pathOf(accountId, importId)}/cancellation`)

/** The records that an applied import added or changed. */
export async function importedIds(accountId: string, importId: string): Promise<string[]> {
  const rows = await allItems<ImportRow>(`${pathOf(accountId, importId)}/rows`)
  return rows.flatMap(({ verdict, subjectId }) =>
    subjectId && (verdict === 'create' || verdict === 'change') ? [subjectId] : [],
  )
}

/** Where the browser gets a file to be filled in. */
export const templateAddress = (accountId: string) => `/api/v1${importsOf(accountId)}/template`

/** Where the browser gets the rows of a plan that need work. */
export const fixFileAddress = (accountId: string, importId: string) =>
  `/api/v1${pathOf(accountId, importId)}/fix-file`

/** Has everything that shows this import asked for anew: its counts, its rows, the list of imports. */
export const renewImport = (queries: QueryClient, accountId: string) =>
  queries.invalidateQueries({ queryKey: ['accounts', accountId, 'imports'] })
