import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { AnyImportOptions, Import } from '../schema.ts'
import { cancelImport, growingQuery, importsQuery, renewImport, type Source, uploadImport } from './api.ts'
import { useImportPlace } from './import-place.ts'

/** An upload: how much of it has left, what has been read of it, and how to stop it. */
export function useUpload(onPlanned: (plan: Import) => void) {
  const place = useImportPlace()
  const queries = useQueryClient()
  const [part, setPart] = useState(0)
  const [cancelled, setCancelled] = useState(false)
  const stopping = useRef(new AbortController())
  const before = useRef<ReadonlySet<string>>(new Set())
  const uploading = useMutation({
    mutationFn: ({ source, options }: { source: Source; options: AnyImportOptions }) =>
      uploadImport(place, source, options, { signal: stopping.current.signal, onSent: setPart }),
    onSettled: () => renewImport(queries, place),
  })
  const growing = useQuery(growingQuery(place, uploading.isPending))
  // The server names a plan when it has been read; until then it is the one that was not there before.
  const plan = uploading.isPending ? growing.data?.find(({ id }) => !before.current.has(id)) : undefined

  function start(source: Source, options: AnyImportOptions) {
    const known = queries.getQueryData(importsQuery(place).queryKey)?.pages ?? []
    before.current = new Set(known.flatMap(({ items }) => items.map(({ id }) => id)))
    stopping.current = new AbortController()
    setPart(0)
    setCancelled(false)
    // Whoever has left the page meanwhile stays where they are.
    uploading.mutate({ source, options }, { onSuccess: (made) => onPlanned(made) })
  }

  function cancel() {
    setCancelled(true)
    const stop = () => stopping.current.abort()
    // Told first, so that the plan is cancelled and has not failed.
    if (plan) void cancelImport(place, plan.id).then(stop, stop)
    else stop()
  }

  return {
    start,
    cancel,
    part,
    plan,
    cancelled,
    error: cancelled ? null : uploading.error,
    pending: uploading.isPending,
  }
}

export type Upload = ReturnType<typeof useUpload>
