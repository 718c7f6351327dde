import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Import, ImportRow } from '../schema.ts'
import { importRowsQuery } from './api.ts'
import { useImportPlace } from './import-place.ts'
import { workCount } from './plan.ts'

/** The first rows that need work, wherever they stand in the file: the list on the page is loaded only as far as it was scrolled. */
export function useRowsToCorrect(plan: Import, wanted: boolean): ImportRow[] {
  const place = useImportPlace()
  const enabled = wanted && workCount(plan) > 0
  const errors = useInfiniteQuery({ ...importRowsQuery(place, plan.id, { verdict: 'error' }), enabled }).data
  const conflicts = useInfiniteQuery({
    ...importRowsQuery(place, plan.id, { verdict: 'conflict' }),
    enabled,
  }).data
  return useMemo(() => {
    // What was kept of rows that have been corrected since would name them again.
    if (!enabled) return []
    const pages = [...(errors?.pages ?? []), ...(conflicts?.pages ?? [])]
    return pages.flatMap(({ items }) => items).sort((one, other) => one.row - other.row)
  }, [enabled, errors, conflicts])
}
