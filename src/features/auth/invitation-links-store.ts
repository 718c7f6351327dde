import { type RawBuilder, sql } from 'kysely'
import { keptInAccount, type Tx, unread } from '#platform/database/index.ts'
import type { SaidByAccount } from '#platform/mailer/index.ts'

/** What welcome e-mails say of the account that sends them. */
export interface Inviting {
  accountName: string
  timeZone: string
  /** The name of its identity provider where that is the only way in. */
  singleSignOn: string | null
}

/** Who invites, to stand in the mails: nobody who is added waits until it is read. */
export const saidByInviting: SaidByAccount = (accountId) => sql`select a.language,
      jsonb_build_object(${key('accountName')}, a.name, ${key('timeZone')}, a.time_zone, ${key('singleSignOn')}, i.name) as parameters
    from app.accounts a
    left join app.identity_providers i on i.account_id = a.account_id and i.is_on and not i.keeps_local_passwords
    where a.account_id = ${accountId}`

function key(name: keyof Inviting): RawBuilder<string> {
  return sql.lit(name)
}

/** What became of the e-mail of this link. */
export async function setMailState(tx: Tx, linkId: string, mailState: string): Promise<void> {
  await tx
    .updateTable('app.setUpLinks')
    .set({ mailState })
    .where('accountId', '=', tx.accountId)
    .where('linkId', '=', linkId)
    .execute()
}

/** A welcome link to be. */
interface WelcomeLink {
  linkId: string
  userId: string
  tokenHash: Buffer
}

/** What these people had before goes, because each has one welcome link. */
export async function deleteWelcomeLinks(tx: Tx, userIds: string[]): Promise<void> {
  await sql`delete from app.set_up_links
     where account_id = ${tx.accountId} and user_id = any(${userIds}::uuid[])
       and (used_at is null or mail_state is not null) ${unread}`.execute(tx)
}

/** Adds welcome links whose e-mails wait to be sent. Whoever could become the account's first admin by a link cannot any more. */
export async function insertWelcomeLinks(
  tx: Tx,
  links: WelcomeLink[],
  life: { createdAt: Date; expiresAt: Date },
): Promise<void> {
  const each = <Value>(read: (link: WelcomeLink) => Value) => links.map(read)
  await insertLinks(tx, {
    ...life,
    linkIds: each(({ linkId }) => linkId),
    userIds: each(({ userId }) => userId),
    tokenHashes: each(({ tokenHash }) => tokenHash),
  })
}

interface NewLinks {
  createdAt: Date
  expiresAt: Date
  linkIds: string[]
  userIds: string[]
  tokenHashes: Buffer[]
}

const insertLinks = keptInAccount(
  (_db, accountId, links: NewLinks) => sql`
  with ended as (
    delete from app.set_up_links where account_id = ${accountId} and user_id is null and used_at is null)
  insert into app.set_up_links (account_id, link_id, user_id, token_hash, created_at, expires_at, mail_state)
  select ${accountId}, link_id, user_id, token_hash, ${links.createdAt}::timestamptz, ${links.expiresAt}::timestamptz, 'queued'
    from unnest(${links.linkIds}::uuid[], ${links.userIds}::uuid[], ${links.tokenHashes}::bytea[]) as link(link_id, user_id, token_hash)
    ${unread}`,
)

/** Can this link still be used? */
export async function isLinkOpen(tx: Tx, linkId: string, now: Date): Promise<boolean> {
  const row = await tx
    .selectFrom('app.setUpLinks')
    .select('linkId')
    .where('accountId', '=', tx.accountId)
    .where('linkId', '=', linkId)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', now)
    .executeTakeFirst()
  return row !== undefined
}

/** Ends the links with which these people could set a password. */
export async function deleteOpenLinksOf(tx: Tx, userIds: string[]): Promise<void> {
  await tx
    .deleteFrom('app.setUpLinks')
    .where('accountId', '=', tx.accountId)
    .where('userId', '=', sql<string>`any(${userIds}::uuid[])`)
    .where('usedAt', 'is', null)
    .execute()
}

/** Forgets these people's links, and that they have used one: they have no sign-in any more. */
export async function deleteLinksOf(tx: Tx, userIds: string[]): Promise<void> {
  await tx
    .deleteFrom('app.setUpLinks')
    .where('accountId', '=', tx.accountId)
    .where('userId', '=', sql<string>`any(${userIds}::uuid[])`)
    .execute()
}
