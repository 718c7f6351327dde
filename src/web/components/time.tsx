import { useEffect, useReducer } from 'react'
import { useTranslation } from 'react-i18next'
import { exactTime, relativeTime } from '#web/lib/times.ts'

interface TimeProps {
  at: string | null
  /** Stands where it never came. */
  fallback?: string
  /** What is told on hover beside the exact time. */
  more?: string
}

/** A moment in words, with the exact time in the reader's zone on hover. */
export function Time({ at, fallback = '', more }: TimeProps) {
  const { i18n } = useTranslation()
  const now = useMinute()
  if (at === null) return fallback === '' ? null : <span className="rc-faint">{fallback}</span>
  const date = new Date(at)
  const exact = exactTime(date, i18n.language)
  return (
    <time dateTime={at} title={more ? `${exact}\n${more}` : exact}>
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
