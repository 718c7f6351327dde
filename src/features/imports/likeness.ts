import { createHmac } from 'node:crypto'
import type { MasterKey } from '#platform/secrets/index.ts'

/** What makes two rows alike, as keyed hashes: the values stand sealed, and a plan of 100,000 rows is still searched by an index. */
export interface RowKeys {
  pbxAccountKey: string | null
  clientServiceKey: string | null
  emailKey: string | null
  numberKey: string | null
}

export const noKeys: RowKeys = {
  pbxAccountKey: null,
  clientServiceKey: null,
  emailKey: null,
  numberKey: null,
}

/** Makes one key out of what rows have in common. @param kind keeps keys of different things apart */
export type KeyHash = (kind: string, ...parts: string[]) => string

/** Makes the keys of a plan's rows. Good within one plan only. */
export function keyHashOf(masterKey: MasterKey, importId: string): KeyHash {
  const key = masterKey.deriveKey('import row keys')
  return (kind, ...parts) =>
    createHmac('sha256', key)
      .update(JSON.stringify([importId, kind, ...parts]))
      .digest('base64url')
      .slice(0, 22)
}

/** Where a row stands: its number decides which of two was first, its line is what a person sees. */
export interface RowPlace {
  rowNumber: number
  line: number
}

/** Which row was the first with each key. */
export type Claims = Map<string, RowPlace>

/** The key of the record that a row changes; it is stored with the row as it is. */
export function recordKey(subjectId: string | null | undefined): string | null {
  return subjectId ? `record ${subjectId}` : null
}

/** Notes the keys of a row, unless an earlier one has them. */
export function claim(
  claims: Claims,
  keys: Record<string, string | null>,
  { rowNumber, line }: RowPlace,
): void {
  // Nothing else of the row is kept: a plan has up to 100,000 of them.
  const place = { rowNumber, line }
  for (const key of Object.values(keys)) {
    if (key !== null && (claims.get(key)?.rowNumber ?? Number.POSITIVE_INFINITY) > rowNumber)
      claims.set(key, place)
  }
}

/** The line of the row before this one that has the same key. */
export function earlierLine(claims: Claims, key: string | null, rowNumber: number): number | undefined {
  const first = key === null ? undefined : claims.get(key)
  return first !== undefined && first.rowNumber < rowNumber ? first.line : undefined
}
