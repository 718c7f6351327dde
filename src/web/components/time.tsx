import { useEffect, useReducer } from 'react'
import { useTranslation } from 'react-i18next'
import { exactTime, relativeTime } from '#web/lib/times.ts'

/** A moment in words, with the exact time in the reader's zone on hover; `fallback` where it never came. */
export function Time({ at, fallback = '' }: { at: string | null; fallback?: string }) {
  const { i18n } = useTranslation()
  const now = useMinute()
  if (at === null) return fallback === '' ? null : <span className="rc-faint">{fallback}</span>
  const date = new Date(at)
  return (
    <time dateTime={at} title={exactTime(date, i18n.language)}>
      {relativeTime(date, now, i18n.language)}
    </time>
  )
}

const waiting = new Set<() => void>()
let ticking: ReturnType<typeof setInterval> | undefined

/** The present time, renewed each minute by one timer for all rows of a table. */
function useMinute(): Date {
  const [, renew] = useReducer((count: number) => count + 1, 0)
  useEffect(() => {
    waiting.add(renew)
    ticking ??= setInterval(() => {
      for (const tell of waiting) tell()
    }, 60_000)
    return () => {
      waiting.delete(renew)
      if (waiting.size > 0) return
      clearInterval(ticking)
      ticking = undefined
    }
  }, [])
  return new Date()
}
