import type { Operation } from '../schema.ts'

/** Records with an outcome. */
export function processed({ done, failed, skipped }: Operation): number {
  return done + failed + skipped
}

/** Per cent of the records with an outcome. */
export function percent(operation: Operation): number {
  if (operation.total === 0) return operation.status === 'done' ? 100 : 0
  return Math.min(100, (processed(operation) / operation.total) * 100)
}

/** Records a second since the start, and seconds left at that rate; undefined while too little is known to say. */
export function pace(
  operation: Operation,
  now: Date,
): { perSecond: number; secondsLeft: number } | undefined {
  const finished = processed(operation)
  if (!operation.startedAt || operation.finishedAt || finished === 0) return undefined
  const seconds = (now.getTime() - new Date(operation.startedAt).getTime()) / 1000
  if (seconds < 2) return undefined
  const perSecond = finished / seconds
  return { perSecond, secondsLeft: (operation.total - finished) / perSecond }
}

/** "2 min 5 s", as short as can be. */
export function durationText(seconds: number): string {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min ${Math.round(seconds % 60)} s`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
