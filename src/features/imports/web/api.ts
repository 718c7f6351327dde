import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import type { Operation } from '#features/operations/schema.ts'
import { allItems, type Page, pagesQuery } from '#web/lib/api/pages.ts'
import { api } from '#web/lib/api/request.ts'
import type { AnyImportOptions, Import, ImportRow, ImportRowChanges } from '../schema.ts'
import type { ImportPlace } from './import-place.ts'
import { type Sending, sendForm } from './send-form.ts'

const importsOf = ({ accountId, kind }: ImportPlace) => `/accounts/${accountId}/${kind.resource}`
const pathOf = (place: ImportPlace, importId: string) => `${importsOf(place)}/${importId}`
const keyOf = ({ accountId, kind }: ImportPlace) => ['accounts', accountId, kind.resource] as const
const importKey = (place: ImportPlace, importId: string) => [...keyOf(place), importId] as const
/** How often a plan in the making, or being applied, is asked for. */
const pollIntervalMs = 1000
const moving = new Set<Import['status']>(['planning', 'applying', 'undoing'])

/** What is to be imported: a file, or cells pasted from a sheet. */
export type Source = { file: File } | { text: string }

/** Uploads a file, or what was pasted, to be planned. The options come first: the server reads the stream once, and needs them for the rows. */
export function uploadImport(
  place: ImportPlace,
  source: Source,
  options: AnyImportOptions,
  sending: Sending,
) {
  return sendForm<Import>(importsOf(place), { ...options, ...source }, sending)
}

/** Puts a corrected file into the plan it was downloaded from. */
export function uploadCorrection(place: ImportPlace, importId: string, file: File, sending: Sending) {
  return sendForm<Import>(importsOf(place), { planId: importId, file }, sending)
}

/** Imports, newest first. */
export const importsQuery = (place: ImportPlace) =>
  infiniteQueryOptions({
    ...pagesQuery<Import>([...keyOf(place), 'all'], importsOf(place), {}, 10),
    refetchInterval: ({ state: { data } }) =>
      data?.pages[0]?.items.some(({ status }) => moving.has(status)) ? pollIntervalMs : false,
  })

/** Plans that are being read, while somebody waits for one of them. */
export const growingQuery = (place: ImportPlace, waiting: boolean) =>
  queryOptions({
    queryKey: [...keyOf(place), 'growing'],
    queryFn: ({ signal }) => api.get<Page<Import>>(importsOf(place), { limit: 10 }, signal),
    select: ({ items }) => items.filter(({ status }) => status === 'planning'),
    enabled: waiting,
    refetchInterval: pollIntervalMs,
    gcTime: 0,
  })

/** One import, followed while it moves by itself. */
export const importQuery = (place: ImportPlace, importId: string) =>
  queryOptions({
    queryKey: importKey(place, importId),
    queryFn: ({ signal }) => api.get<Import>(pathOf(place, importId), undefined, signal),
    refetchInterval: ({ state }) => (state.data && moving.has(state.data.status) ? pollIntervalMs : false),
  })

/** The rows of a plan, all or those of one verdict, of one customer. */
export const importRowsQuery = (
  place: ImportPlace,
  importId: string,
  { verdict, customerId }: { verdict?: ImportRow['verdict'] | undefined; customerId?: string | undefined },
) =>
  pagesQuery<ImportRow>(
    [...importKey(place, importId), 'rows', verdict ?? 'any', customerId ?? 'any'],
    `${pathOf(place, importId)}/rows`,
    { verdict, customerId },
  )

/** Corrects one row; it comes back judged anew. */
export const correctRow = (place: ImportPlace, importId: string, row: number, changes: ImportRowChanges) =>
  api.patch<ImportRow>(`${pathOf(place, importId)}/rows/${row}`, changes)

export const applyImport = (place: ImportPlace, importId: string) =>
  api.post<Operation>(`${pathOf(place, importId)}/application`)

export const undoImport = (place: ImportPlace, importId: string) =>
  api.delete<Operation>(`${pathOf(place, importId)}/application`)

/** Ends a plan that is being read, or waits to be applied. */
export const cancelImport = (place: ImportPlace, importId: string) =>
  api.post<Import>(`${pathOf(place, importId)}/cancellation`)

/** The records that an applied import added or changed. */
export async function importedIds(place: ImportPlace, importId: string): Promise<string[]> {
  const rows = await allItems<ImportRow>(`${pathOf(place, importId)}/rows`)
  return rows.flatMap(({ verdict, subjectId }) =>
    subjectId && (verdict === 'create' || verdict === 'change') ? [subjectId] : [],
  )
}

/** Where the browser gets a file to be filled in. */
export const templateAddress = (place: ImportPlace) => `/api/v1${importsOf(place)}/template`

/** Where the browser gets the rows of a plan that need work. */
export const fixFileAddress = (place: ImportPlace, importId: string) =>
  `/api/v1${pathOf(place, importId)}/fix-file`

/** Has everything that shows this import asked for anew: its counts, its rows, the list of imports. */
export const renewImport = (queries: QueryClient, place: ImportPlace) =>
  queries.invalidateQueries({ queryKey: keyOf(place) })
