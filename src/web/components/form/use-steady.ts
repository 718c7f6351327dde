import { useEffect, useRef, useState } from 'react'
import { useFocusKept } from './use-focus-kept.ts'

/**
 * The version of a record that a form was filled from. A newer one, fetched meanwhile, takes its place only while nothing is typed: what
 * somebody has typed is never swept away by a refresh. Saving on the older one is answered 412, and then `renew` takes the newest.
 */
export function useSteady<Row extends { id: string; version: number }>(row: Row | undefined) {
  const [steady, setSteady] = useState(row)
  const isDirty = useRef<() => boolean>(() => false)
  const newest = useRef(row)
  newest.current = row

  useEffect(() => {
    const same = row?.id === steady?.id && row?.version === steady?.version
    if (!same && !isDirty.current()) setSteady(row)
  }, [row, steady])

  const key = `${steady?.id} ${steady?.version}`
  useFocusKept(key)

  return {
    row: steady,
    /** Ends the form that was filled from an older version; the focus stays where it is. */
    key,
    /** The form tells here whether something is typed. */
    isDirty,
    renew: () => setSteady(newest.current),
  }
}
