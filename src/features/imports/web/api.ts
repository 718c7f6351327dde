import { queryOptions } from '@tanstack/react-query'
import type { Operation } from '#features/operations/schema.ts'
import { pagesQuery } from '#web/lib/api/pages.ts'
import { api } from '#web/lib/api/request.ts'
import type { Import, ImportOptions, ImportRow } from '../schema.ts'

const importsOf = (accountId: string) => `/accounts/${accountId}/subscriber-imports`
/** How often a plan in the making, or being applied, is asked for. */
const pollIntervalMs = 1000
const moving = new Set<Import['status']>(['planning', 'applying', 'undoing'])

/** Uploads a file to be planned. The options come first: the server reads the stream once, and needs them for the rows. */
export function uploadImport(accountId: string, file: File, options: ImportOptions): Promise<Import> {
  const body = new FormData()
  for (const [option, value] of Object.entries(options)) {
    if (value !== undefined) body.append(option, String(value))
  }
  body.append('file', file)
  return api.post<Import>(importsOf(accountId), body)
}

/** One import, followed while it moves by itself. */
export const importQuery = (accountId: string, importId: string) =>
  queryOptions({
    queryKey: ['accounts', accountId, 'imports', importId],
    queryFn: ({ signal }) => api.get<Import>(`${importsOf(accountId)}/${importId}`, undefined, signal),
    refetchInterval: ({ state }) => (state.data && moving.has(state.data.status) ? pollIntervalMs : false),
  })

/** The rows of a plan, all or those of one verdict. */
export const importRowsQuery = (
  accountId: string,
  importId: string,
  verdict: ImportRow['verdict'] | undefined,
) =>
  pagesQuery<ImportRow>(
    ['accounts', accountId, 'imports', importId, 'rows', verdict ?? 'any'],
    `${importsOf(accountId)}/${importId}/rows`,
    { verdict },
  )

export const applyImport = (accountId: string, importId: string) =>
  api.post<Operation>(`${importsOf(accountId)}/${importId}/application`)
