import type { AuditEvent } from '../schema.ts'

/** Who or what an event is about, by the name that it keeps; an older event keeps none. */
export function nameIn(details: AuditEvent['details']): string | undefined {
  const { name, to, fileName, email } = details
  return [name, to, personIn(details), fileName, email].find(
    (each): each is string => typeof each === 'string' && each !== '',
  )
}

function personIn({ firstName, lastName }: AuditEvent['details']): string {
  return [firstName, lastName]
    .filter((part) => typeof part === 'string')
    .join(' ')
    .trim()
}

/** `pbxSipHost` and `some-act` as words. */
export function spelledOut(name: string): string {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('-', ' ')
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** A value that an event keeps, as text; nothing is empty. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.map(valueText).join(', ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
