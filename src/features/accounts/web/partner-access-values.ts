import type { Account, AccountChanges } from '../schema.ts'

type PartnerAccess = Account['partnerAccess']

/** In the order in which they are offered. */
export const partnerDoors = ['open', 'until', 'closed'] as const
export type PartnerDoor = (typeof partnerDoors)[number]

/** Whether the customer lets its partner in at this moment, as the service decides it. */
export function isOpenToPartner({ mode, until }: PartnerAccess, now = new Date()): boolean {
  return mode === 'open' && (until === null || Date.parse(until) > now.getTime())
}

/** How the door stands. One whose end has come is closed. */
export function doorOf(access: PartnerAccess): PartnerDoor {
  if (!isOpenToPartner(access)) return 'closed'
  return access.until === null ? 'open' : 'until'
}

/** What was chosen, as the API takes it: a day counts to its end, in the reader's own time zone. Undefined: the day is missing, or over. */
export function accessBody(
  door: PartnerDoor,
  day: string,
  now = new Date(),
): AccountChanges['partnerAccess'] | undefined {
  if (door !== 'until') return { mode: door, until: null }
  const end = new Date(`${day}T23:59:59`)
  return Number.isNaN(end.getTime()) || end <= now ? undefined : { mode: 'open', until: end.toISOString() }
}

/** A day as a date field takes it, in the reader's own time zone. */
export function dayFieldOf(at: Date): string {
  const two = (part: number) => String(part).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
}
