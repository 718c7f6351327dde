import { idOf, oneOf, textOf } from '#web/lib/address.ts'
import { type ActorKind, actorKinds } from '../choices.ts'
import type { EventFilter } from '../schema.ts'

export const periods = ['today', 'week', 'month'] as const
export type Period = (typeof periods)[number]

/** What of the event history stands in its address. */
export interface EventsSearch {
  search?: string | undefined
  /** A kind of actor, or the id of a person or API key. */
  actor?: string | undefined
  /** An act, or all acts on one thing. */
  action?: string | undefined
  /** The record that it is about. */
  subjectId?: string | undefined
  when?: Period | undefined
  /** Days of the reader's calendar, the last one included: `2026-03-01`. */
  from?: string | undefined
  to?: string | undefined
}

/** The address without any filter. */
export const unfiltered: EventsSearch = {
  search: undefined,
  actor: undefined,
  action: undefined,
  subjectId: undefined,
  when: undefined,
  from: undefined,
  to: undefined,
}

/** Reads the address. Of a period and days, which exclude each other, the period counts. */
export function eventsSearch(address: Record<string, unknown>): EventsSearch {
  const when = oneOf(periods, address.when)
  return {
    search: textOf(address.search)?.slice(0, 200),
    actor: kindOf(address.actor) ?? idOf(address.actor),
    action: actionOf(address.action),
    subjectId: idOf(address.subjectId),
    when,
    from: when ? undefined : calendarDayOf(address.from),
    to: when ? undefined : calendarDayOf(address.to),
  }
}

/** The same as the API takes it; days begin at midnight where the reader is. */
export function filterOf(search: EventsSearch, now: Date): EventFilter {
  const { search: words, actor, action, subjectId, when, from, to } = search
  const begin = when ? beginOf(when, now) : from && midnight(from, 0)
  const filter = { search: words, actor, action, subjectId, from: begin, to: to && midnight(to, 1) }
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined))
}

/** The kind of actor that is meant, where it is none by id. */
export function kindOf(actor: unknown): ActorKind | undefined {
  return oneOf(actorKinds, actor)
}

const daysBack: Record<Period, number> = { today: 0, week: 6, month: 29 }

function beginOf(period: Period, now: Date): string {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - daysBack[period]).toISOString()
}

function midnight(day: string, later: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date + later).toISOString()
}

function calendarDayOf(given: unknown): string | undefined {
  const text = textOf(given)
  if (text === undefined || !/^2\d{3}-\d{2}-\d{2}$/.test(text)) return undefined
  const day = new Date(`${text}T00:00:00Z`)
  return Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== text ? undefined : text
}

function actionOf(given: unknown): string | undefined {
  const text = textOf(given)
  return text !== undefined && /^[a-z]+(-[a-z]+)*(\.[a-z]+(-[a-z]+)*)?$/.test(text) ? text : undefined
}
