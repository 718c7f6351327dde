import type { PermissionOfRoles } from '../../../api-keys/schema.ts'
import { groupedPermissions } from '../permissions.ts'

/** In the order in which they are offered. */
export const expiries = ['30', '90', '365', 'date', 'never'] as const
export type Expiry = (typeof expiries)[number]

/** What the form of a new key holds. */
export interface KeyValues {
  name: string
  expiry: Expiry
  /** As a date field gives it, `2027-03-31`; empty: none is chosen. */
  day: string
  scopes: string[]
}

/** What the form holds, as the API takes it. */
export function keyBody({ name, scopes, expiry, day }: KeyValues, now = new Date()): object {
  return { name, scopes, expiresAt: expiresAt(expiry, day, now)?.toISOString() ?? null }
}

/** The end of a chosen day is the reader's own; an unreadable day is none, which `isDayMissing` has found by then. */
function expiresAt(expiry: Expiry, day: string, now: Date): Date | undefined {
  if (expiry === 'never') return undefined
  if (expiry === 'date') {
    const end = new Date(`${day}T23:59:59`)
    return Number.isNaN(end.getTime()) ? undefined : end
  }
  const end = new Date(now)
  end.setDate(end.getDate() + Number(expiry))
  return end
}

/** Whether a day has to be chosen still, or one that is not over. */
export function isDayMissing({ expiry, day }: KeyValues, now = new Date()): boolean {
  if (expiry !== 'date') return false
  const end = expiresAt(expiry, day, now)
  return end === undefined || end <= now || day === dayOf(now)
}

/** The first day that can be chosen, as a date field takes it. */
export function firstDay(now = new Date()): string {
  const tomorrow = new Date(now)
  tomorrow.setDate(tomorrow.getDate() + 1)
  return dayOf(tomorrow)
}

/** The day in the reader's own time zone. */
function dayOf(at: Date): string {
  const two = (part: number) => String(part).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
}

export const presets = ['read', 'people', 'all', 'none'] as const
export type Preset = (typeof presets)[number]

/** Which of the scopes on offer a preset chooses. */
export function scopesOf(preset: Preset, offered: PermissionOfRoles[]): string[] {
  const names = offered.map(({ name }) => name)
  if (preset === 'all') return names
  if (preset === 'read') return names.filter((name) => name.endsWith('.read'))
  if (preset === 'people') return names.filter((name) => /^(users|locations)\./.test(name))
  return []
}

/** What an administrator may give a key of an account of this kind: what they hold themselves, a machine may have, and the form shows. */
export function givable(
  permissions: PermissionOfRoles[],
  accountKind: 'operator' | 'partner' | 'customer',
): PermissionOfRoles[] {
  const held = permissions.filter(({ forKeys, heldBy }) => forKeys && heldBy.includes('account-admin'))
  return groupedPermissions(held, accountKind).flatMap((each) => each.permissions)
}
