import { type SelectQueryBuilder, sql } from 'kysely'
import {
  type DB,
  inOrder,
  keptInAccount,
  type Ordering,
  onlyReads,
  type PageBounds,
  sortedMatchesMax,
  sortKey,
  type Tx,
} from '#platform/database/index.ts'
import { foundUsers, hasWords, searchUsers } from '../users/index.ts'
import type { InvitationCount, InvitationState } from './schema.ts'

type MailState = Exclude<InvitationState, 'expired' | 'used'>

type Links = SelectQueryBuilder<DB, 'app.setUpLinks', object>

/** Which invitations: `state` undefined: of whoever has not registered. */
export interface WhichInvitations {
  state: InvitationState | undefined
  search: string | undefined
}

/** A person's invitation: the newest welcome link of theirs, and its e-mail. */
export interface InvitationMail {
  userId: string
  /** To which address the e-mail went. */
  recipient: string | null
  expiresAt: Date
  usedAt: Date | null
  mailState: MailState
  serverAnswer: string | null
  mailFinishedAt: Date | null
}

/** The same with whom it is for. */
interface InvitationRow extends InvitationMail {
  linkId: string
  firstName: string
  lastName: string
  email: string
}

/** All live equally long, so by their end is by when they were sent. */
const newestFirst: Ordering = {
  group: [],
  values: [{ expression: sql`expires_at`, type: 'timestamptz' }],
}

/** Which invitations of the account are these, newest first, after that one? */
export async function listInvitations(
  tx: Tx,
  which: WhichInvitations,
  page: Omit<PageBounds, 'descending'>,
  now: Date,
): Promise<Array<InvitationRow & { sortKey: string }>> {
  const links = inOrder(await searched(tx, which, now), sql`link_id`, newestFirst, {
    ...page,
    descending: true,
  })
  const { rows } = await sql<InvitationRow & { sortKey: string }>`
    select l.*, u.first_name, u.last_name, u.email, m.recipient, m.server_answer, m.finished_at as mail_finished_at
      from (${links.select(columns).select(sortKey(newestFirst))}) l
      join app.users u on u.account_id = l.account_id and u.user_id = l.user_id
      left join app.outgoing_mails m
        on m.account_id = l.account_id and m.subject_kind = 'set-up-link' and m.subject_id = l.link_id
     order by l.expires_at desc, l.link_id desc ${onlyReads}`.execute(tx)
  return rows
}

/** What became of the invitations of these people, who have one? Each is looked up by its key: every page of people asks. */
export function invitationsOf(tx: Tx, userIds: string[]): Promise<InvitationMail[]> {
  return readInvitations(tx, { userIds })
}

const readInvitations = keptInAccount(
  (_db, accountId, { userIds }: { userIds: string[] }) => sql<InvitationMail>`
    select l.user_id, l.expires_at, l.used_at, l.mail_state, m.recipient, m.server_answer, m.finished_at as mail_finished_at
      from unnest(${userIds}::uuid[]) as wanted(user_id)
     cross join lateral (select * from app.set_up_links l
        where l.account_id = ${accountId} and l.user_id = wanted.user_id and l.mail_state is not null offset 0) l
      left join lateral (select * from app.outgoing_mails m
        where m.account_id = ${accountId} and m.subject_kind = 'set-up-link' and m.subject_id = l.link_id offset 0) m on true
     ${onlyReads}`,
)

/** Of people who have registered, no more are counted: most of a large account have, and nothing is done with the number. */
const acceptedCountMax = 10_000

/** How many invitations are in which state, of those who have registered no more than `acceptedCountMax`? */
export async function countInvitations(
  tx: Tx,
  search: string | undefined,
  now: Date,
): Promise<InvitationCount[]> {
  const among = search === undefined ? sql`true` : sql`user_id in (select id from ${foundUsers(search)})`
  // Read from its index alone.
  const open = await sql<{ mailState: MailState; valid: number; expired: number }>`
    select mail_state, count(*) filter (where expires_at > ${now})::int as valid,
           count(*) filter (where expires_at <= ${now})::int as expired
      from app.set_up_links
     where account_id = ${tx.accountId} and used_at is null and mail_state is not null and ${among}
     group by mail_state`.execute(tx)
  const accepted = await sql<{ used: number }>`
    select count(*)::int as used
      from (select from app.set_up_links
             where account_id = ${tx.accountId} and used_at is not null and mail_state is not null and ${among}
             limit ${acceptedCountMax}) accepted`.execute(tx)
  const expired = open.rows.reduce((sum, row) => sum + row.expired, 0)
  const counts: InvitationCount[] = open.rows.map(({ mailState, valid }) => ({
    state: mailState,
    count: valid,
  }))
  return [
    ...counts,
    { state: 'expired' as const, count: expired },
    { state: 'used' as const, count: accepted.rows[0]?.used ?? 0 },
  ].filter(({ count }) => count > 0)
}

/** Makes an operation's items out of everybody with such an invitation, but these. */
export async function selectInvitedIntoItems(
  tx: Tx,
  operationId: string,
  { state, search }: WhichInvitations,
  except: string[],
  now: Date,
): Promise<void> {
  const links = inState(tx, state, now)
    .where(sql<boolean>`user_id <> all(${except}::uuid[])`)
    .$if(search !== undefined, (query) =>
      query.where(sql<boolean>`user_id in (select id from ${foundUsers(search ?? '')})`),
    )
  await tx
    .insertInto('app.operationItems')
    .columns(['accountId', 'operationId', 'subjectId'])
    .expression(
      links.select(['accountId', sql<string>`${operationId}::uuid`.as('operationId'), 'userId as subjectId']),
    )
    .execute()
}

/**
 * Those in a state that the search lets through. Of few people their links are looked up; where many have the words, the list is read in its own
 * order until a page of it is full.
 */
async function searched(tx: Tx, { state, search }: WhichInvitations, now: Date): Promise<Links> {
  const links = inState(tx, state, now)
  if (search === undefined) return links
  const property = state === 'used' ? ('registered' as const) : ('unregistered' as const)
  const found = await searchUsers(tx, { search, property: [property] }, { limit: sortedMatchesMax + 1 })
  if (found.length <= sortedMatchesMax) return links.where(sql<boolean>`user_id = any(${found}::uuid[])`)
  return links.where(sql<boolean>`exists (select from app.users u
     where u.account_id = ${tx.accountId} and u.user_id = set_up_links.user_id and ${hasWords(search)} offset 0)`)
}

/** The account's invitations in a state. The conditions are those of the indexes, word for word. */
function inState(tx: Tx, state: InvitationState | undefined, now: Date): Links {
  const links = mailed(tx)
  if (state === 'used') return links.where('usedAt', 'is not', null)
  const open = links.where('usedAt', 'is', null)
  if (state === undefined) return open
  if (state === 'expired') return open.where('expiresAt', '<=', now)
  return open.where('mailState', '=', state).where('expiresAt', '>', now)
}

/** The account's links that were mailed, and not printed. */
function mailed(tx: Tx): Links {
  return tx
    .selectFrom('app.setUpLinks')
    .where('accountId', '=', tx.accountId)
    .where('mailState', 'is not', null)
}

const columns = ['accountId', 'linkId', 'userId', 'expiresAt', 'usedAt', 'mailState'] as const
