import { dayOf } from '#web/lib/times.ts'
import type { AuditEvent } from '../schema.ts'

/** A line of the list: the name of a day, or what was done on it. */
export type Line = { id: string; day: string } | { id: string; event: AuditEvent }

/** Events with a line before the first of each day of the reader's calendar. @param events newest first */
export function byDay(events: AuditEvent[], now: Date, language: string): Line[] {
  let last: string | undefined
  return events.flatMap((event): Line[] => {
    const line = { id: event.id, event }
    const at = new Date(event.at)
    if (at.toDateString() === last) return [line]
    last = at.toDateString()
    return [{ id: last, day: nameOf(at, now, language) }, line]
  })
}

function nameOf(at: Date, now: Date, language: string): string {
  const date = dayOf(at, language)
  const ago = [0, 1].find((days) => at.toDateString() === daysBefore(now, days).toDateString())
  if (ago === undefined) return date
  const word = new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(-ago, 'day')
  return `${word.charAt(0).toLocaleUpperCase(language)}${word.slice(1)}, ${date}`
}

function daysBefore(now: Date, days: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - days)
}
