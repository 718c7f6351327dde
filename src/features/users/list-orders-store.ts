import { sql } from 'kysely'
import { folded, type SortValue } from '#platform/database/index.ts'
import type { UserSort } from './schema.ts'

const byName: SortValue = { expression: sql`sort_name`, type: 'text' }

type UnindexedSort = keyof typeof unindexed
/** An order that an index has. */
export type IndexedSort = Exclude<UserSort, UnindexedSort>

/** Sorted anew for each page, so functions are free here. Equal values stand by name. */
const unindexed = {
  firstName: [folded(sql`first_name`), byName],
  mobile: [folded(sql`mobile`), byName],
  smsNumber: [folded(sql`sms_number`), byName],
  role: [folded(sql`role`), byName],
  location: [
    folded(sql`(select l.name from app.locations l
       where l.account_id = users.account_id and l.location_id = users.location_id)`),
    byName,
  ],
  origin: [folded(sql`origin`), byName],
}

/** Each has an index of exactly these columns before the id. Columns and no functions, or the fence would hide the index. */
const indexed: Record<IndexedSort, SortValue[]> = {
  lastName: [byName],
  email: [{ expression: sql`email_key`, type: 'text' }],
  extension: [{ expression: sql`extension_key`, type: 'text' }],
  lastModifiedAt: [{ expression: sql`last_modified_at`, type: 'timestamptz' }],
  lastSignInAt: [{ expression: sql`last_sign_in_key`, type: 'timestamptz' }],
  status: [{ expression: sql`status`, type: 'text' }, byName],
}

/** Whether an order is sorted anew for each page. */
export function isUnindexed(sort: UserSort): sort is UnindexedSort {
  return sort in unindexed
}

/** By what an order sorts, before the id. */
export function sortValues(sort: UserSort): SortValue[] {
  return isUnindexed(sort) ? unindexed[sort] : indexed[sort]
}
