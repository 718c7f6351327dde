import type { Place } from '#platform/database/index.ts'
import { type Actor, keyOf, page } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { readAccount } from '../accounts/index.ts'
import { secondFactorToEnrol } from '../auth/index.ts'
import { withNumbersJoined } from '../users/index.ts'
import { type Dialled, numbersOf } from './dialling.ts'
import { searchDirectory } from './directory-search.ts'
import { type DirectoryRow, listByName, readInNameOrder } from './directory-store.ts'
import { directoryOff } from './errors.ts'
import { countReading } from './reading-limit.ts'
import type { DirectoryEntry, DirectoryQuery } from './schema.ts'

/**
 * The people of the caller's account but the deactivated ones, by last name, first name and id, with the numbers that the account shows (UA-1).
 * What is not shown is not found either.
 * @throws Refusal 409 `portal.directory-off`; 429 `portal.directory-too-fast`; 403 `auth.second-factor-to-enrol`
 */
export async function listDirectory(
  platform: Platform,
  actor: Actor,
  { search, limit, cursor }: DirectoryQuery,
): Promise<{ items: DirectoryEntry[]; nextCursor: string | null }> {
  // Colleagues are data of the account, which lets an admin in only with the second factor that it asks for.
  if (actor.mustEnrolSecondFactor) throw secondFactorToEnrol()
  await countReading(platform, actor)
  return platform.database.inAccount(actor.homeAccountId, async (tx) => {
    const account = await readAccount(tx)
    if (!account || account.directory === 'off') throw directoryOff()
    const withMobile = account.directory === 'all-numbers'
    const bounds = { after: placeOf(cursor), limit: limit + 1 }
    const words = withNumbersJoined(search ?? '')
      .split(/\s+/)
      .filter(Boolean)
    const ids =
      words.length === 0
        ? await listByName(tx, bounds)
        : await searchDirectory(tx, { words: [...new Set(words)], withMobile }, bounds)
    const rows = await readInNameOrder(tx, ids, bounds.limit)
    return page(
      rows,
      limit,
      (row) => [row.sortKey, row.userId],
      (row) => presentEntry(row, withMobile),
    )
  })
}

function placeOf(cursor: string | undefined): Place | undefined {
  if (cursor === undefined) return undefined
  const [key = '', id = ''] = keyOf(cursor, 2).map(String)
  return { key, id }
}

function presentEntry(row: DirectoryRow, withMobile: boolean): DirectoryEntry {
  const { userId, firstName, lastName, email, location, extension, smsNumber, mobile } = row
  const dialled: Dialled = {
    email,
    extension,
    smsNumber,
    mobile: withMobile ? mobile : null,
    lines: row.lines,
  }
  return { id: userId, firstName, lastName, email, location, numbers: numbersOf(dialled) }
}
