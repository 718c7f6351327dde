import { type RawBuilder, sql } from 'kysely'
import { rowsByKey, type Tx } from '#platform/database/index.ts'
import { amongNext, comesAfter, type DirectoryBounds, listByName } from './directory-store.ts'

/** Where one person in two hundred has such a number, a page is full after as many. */
const entriesAtOnce = 10_000
/** Looked up in 3 ms. */
const entriesToTry = 1_000
/** Words with fewer characters are found by many trigrams, which is slow. */
const trigram = 3

/** What is looked for: each of these words, in what the account shows of its people. */
export interface Wanted {
  words: string[]
  withMobile: boolean
}

/**
 * Who, but the deactivated, has every word in the name, the e-mail address, the extension or a shown phone number, by name after that one? Only
 * people at these locations, where given.
 */
export async function searchPeople(
  tx: Tx,
  { words, withMobile }: Wanted,
  { after, limit }: DirectoryBounds,
  locationIds?: string[],
): Promise<string[]> {
  const needle = words.join(' ')
  const filter = { ...(withMobile ? {} : { shown: needle }), ...(locationIds ? { locationIds } : {}) }
  const { rows } = await sql<{ id: string }>`select id from app.search_directory(
      ${needle}, ${JSON.stringify(filter)}::jsonb, (${after?.key}::text[])[1], ${after?.id}::uuid, ${limit}) as id`.execute(
    tx,
  )
  return rows.map(({ id }) => id)
}

/** In the names of which locations do any of these words occur, and which of them? */
export async function locationsWith(
  tx: Tx,
  words: string[],
): Promise<Array<{ locationId: string; words: string[] }>> {
  const { rows } = await sql<{ locationId: string; words: string[] }>`
    select l.location_id, array_agg(w.word) as words
      from app.locations l
      join (select word, app.fold(word) as folded from unnest(${words}::text[]) word) w on w.folded <> '' and strpos(l.sort_name, w.folded) > 0
     where l.account_id = ${tx.accountId}
     group by l.location_id`.execute(tx)
  return rows
}

/** Who, but the deactivated, is at one of these locations, by name after that one? */
export async function peopleAt(
  tx: Tx,
  locationIds: string[],
  { after, limit }: DirectoryBounds,
): Promise<string[]> {
  const { rows } = await sql<{ userId: string }>`
    select u.user_id from unnest(${locationIds}::uuid[]) as wanted(id)
      cross join lateral (select u.user_id, u.sort_name from app.users u
         where u.account_id = ${tx.accountId} and u.location_id = wanted.id and u.status <> 'inactive' and ${comesAfter(after)}
         order by u.sort_name, u.user_id limit ${limit}) u
     order by u.sort_name, u.user_id
     limit ${limit}`.execute(tx)
  return rows.map(({ userId }) => userId)
}

/**
 * Whose softphones have a number with this word in it? Looked for among all that the search of subscribers finds, no more than the limit.
 * @returns undefined where that finds more, or cannot find the word
 */
export async function holdersOfNumber(tx: Tx, word: string, limit: number): Promise<string[] | undefined> {
  // Trigrams need two characters beside each other.
  if (!/[\p{L}\p{N}]{2}/u.test(word)) return undefined
  const { rows: found } = await sql<{ id: string }>`
    select id from app.some_subscribers(${withoutTrunkPrefix(word)}, ${limit + 1}) as id`.execute(tx)
  if (found.length > limit) return undefined
  const ids = found.map(({ id }) => id)
  if (ids.length === 0) return []
  const { rows } = await sql<{ userId: string }>`
    select distinct s.user_id from ${rowsByKey(tx, 'app.subscribers', sql`subscriber_id`, ids)} s
     where s.user_id is not null and ${hasInNumber(sql`${word}::text`)}`.execute(tx)
  return rows.map(({ userId }) => userId)
}

/** Who of these people, but the deactivated, has every word in anything that is shown of them, by name after that one? */
export async function whoHasAll(
  tx: Tx,
  userIds: string[],
  { words, withMobile }: Wanted,
  { after, limit }: DirectoryBounds,
): Promise<string[]> {
  const searched = sql`app.user_search_text(u.first_name, u.last_name, u.email, u.extension, u.mobile, u.phone_digits)`
  const shown = withMobile ? searched : sql`split_part(${searched}, '|', 1)`
  const { rows } = await sql<{ userId: string }>`
    select u.user_id from ${rowsByKey(tx, 'app.users', sql`user_id`, userIds)} u
     where u.status <> 'inactive' and ${comesAfter(after)}
       and not exists (select from unnest(${words}::text[]) word
         where not exists (select from unnest(app.search_words(word)) spelt where strpos(${shown}, spelt) > 0)
           and not exists (select from app.locations l
             where l.account_id = ${tx.accountId} and l.location_id = u.location_id and strpos(l.sort_name, app.fold(word)) > 0)
           and not ${hasNumber(tx, sql`word`)})
     order by u.sort_name, u.user_id
     limit ${limit}`.execute(tx)
  return rows.map(({ userId }) => userId)
}

/** Who, but the deactivated, has a softphone with this word in its number, by name after that one? For a word that many numbers have. */
export function everybodyWithNumber(tx: Tx, word: string, bounds: DirectoryBounds): Promise<string[]> {
  return listByName(tx, bounds, hasNumber(tx, sql`${word}::text`), entriesAtOnce)
}

/** The same of some people who come next by name, which is cheap: whether the word is so common that they fill the page. */
export function nextWithNumber(tx: Tx, word: string, bounds: DirectoryBounds): Promise<string[]> {
  const entries = word.length < trigram ? entriesAtOnce : entriesToTry
  return amongNext(tx, bounds, hasNumber(tx, sql`${word}::text`), entries)
}

/** Who of these people, who are not deactivated, has a softphone with this word in its number? The first so many of them by name. */
export async function whoHasNumber(
  tx: Tx,
  userIds: string[],
  word: string,
  limit: number,
): Promise<string[]> {
  const { rows } = await sql<{ userId: string }>`
    select u.user_id from ${rowsByKey(tx, 'app.users', sql`user_id`, userIds)} u
     where ${hasNumber(tx, sql`${word}::text`)}
     order by u.sort_name, u.user_id
     limit ${limit}`.execute(tx)
  return rows.map(({ userId }) => userId)
}

/** Whether a softphone of `u` has this word in its number. `offset 0` has the softphones of each looked up. */
function hasNumber(tx: Tx, word: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`exists (select from app.subscribers s
     where s.account_id = ${tx.accountId} and s.user_id = u.user_id and ${hasInNumber(word)} offset 0)`
}

/** Whether the number of the subscriber `s` has this word in it, or, where it begins with a country code, the word as it is dialled at home. */
function hasInNumber(word: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`(strpos(lower(s.directory_number), lower(${word})) > 0
     or (s.directory_number like '+%' and ${word} ~ '^0[0-9]{3,}$' and strpos(s.directory_number, substr(${word}, 2)) > 0))`
}

/** A number that is dialled with a 0 at home has none behind its country code. */
function withoutTrunkPrefix(word: string): string {
  return /^0\d{3,}$/.test(word) ? word.slice(1) : word
}
