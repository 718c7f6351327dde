import { sql } from 'kysely'
import { keptPlan, keptRead, type Tx, unread } from '#platform/database/index.ts'

/** What welcome e-mails say of the account that sends them. */
export interface Inviting {
  accountName: string
  language: string
  timeZone: string
  /** The name of its identity provider where that is the only way in. */
  singleSignOn: string | null
  /** Whether somebody can still become its first admin by a link. */
  hasFirstAdminLink: boolean
}

/**
 * Who invites? One statement, because everybody who is added is invited. Its plan is kept although it looks for a link: where it was made while there
 * were hardly any, it reads them all until statistics change, for a minute at most.
 */
export async function readInviting(tx: Tx): Promise<Inviting> {
  return (await inviting(tx, {})) as Inviting
}

const inviting = keptRead((db, accountId) =>
  db
    .selectFrom('app.accounts as a')
    .leftJoin('app.identityProviders as i', (join) =>
      join
        .onRef('i.accountId', '=', 'a.accountId')
        .on('i.isOn', '=', true)
        .on('i.keepsLocalPasswords', '=', false),
    )
    .select(['a.name as accountName', 'a.language', 'a.timeZone', 'i.name as singleSignOn'])
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom('app.setUpLinks')
            .select('linkId')
            .where('accountId', '=', accountId)
            .where('userId', 'is', null)
            .where('usedAt', 'is', null),
        )
        .$castTo<boolean>()
        .as('hasFirstAdminLink'),
    )
    .where('a.accountId', '=', accountId),
)

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

/** Adds welcome links whose e-mails wait to be sent. */
export async function insertWelcomeLinks(
  tx: Tx,
  links: WelcomeLink[],
  life: { createdAt: Date; expiresAt: Date },
): Promise<void> {
  const each = <Value>(read: (link: WelcomeLink) => Value) => links.map(read)
  await sql`insert into app.set_up_links (account_id, link_id, user_id, token_hash, created_at, expires_at, mail_state)
    select ${tx.accountId}, link_id, user_id, token_hash, ${life.createdAt}, ${life.expiresAt}, 'queued'
      from unnest(${each(({ linkId }) => linkId)}::uuid[], ${each(({ userId }) => userId)}::uuid[],
        ${each(({ tokenHash }) => tokenHash)}::bytea[]) as link(link_id, user_id, token_hash) ${unread} ${keptPlan}`.execute(
    tx,
  )
}

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

/** Makes addresses findable at sign-in. */
export async function insertDirectoryEntries(tx: Tx, emailHmacs: Buffer[]): Promise<void> {
  await sql`insert into app.sign_in_directory (email_hmac, account_id)
    select hmac, ${tx.accountId} from unnest(${emailHmacs}::bytea[]) hmac
    on conflict do nothing ${unread} ${keptPlan}`.execute(tx)
}
