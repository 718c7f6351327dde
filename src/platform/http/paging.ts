import { Refusal } from './refusal.ts'

/** Where a page ended, as an opaque text. */
export function cursorOf(key: Array<string | number | null>): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url')
}

/** The key in a cursor. @throws Refusal when it is not one of ours, or was made for another sort */
export function keyOf(cursor: string, length: number): Array<string | number | null> {
  try {
    const key = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (Array.isArray(key) && key.length === length && key.every(isKeyPart)) return key
  } catch {
    // falls through to the refusal
  }
  throw foreignCursor()
}

/** The database keeps no NUL, so that no key holds one; it must not be asked for it either. */
function isKeyPart(part: unknown): part is string | number | null {
  return typeof part === 'string' ? !part.includes('\0') : part === null || typeof part === 'number'
}

/** The cursor is none of ours, or was made for another list. */
export function foreignCursor(): Refusal {
  return new Refusal(422, 'http.cursor', 'The cursor does not belong to this list. Start again without it.')
}

/** Cuts the one row too many that tells whether there is a next page. */
export function page<Row, Item>(
  rows: Row[],
  limit: number,
  key: (row: Row) => Array<string | number | null>,
  present: (row: Row) => Item,
): { items: Item[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { items: shown.map(present), nextCursor: rows.length > limit && last ? cursorOf(key(last)) : null }
}
