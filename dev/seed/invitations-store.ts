import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { newId, type Tx } from '#platform/database/index.ts'
import { answers } from './invitations.ts'
import type { SeedUser } from './users.ts'

/** Adds the welcome links and e-mails of these people. Nobody has the links: their hashes are of nothing. */
export async function insertInvitations(tx: Tx, users: SeedUser[]): Promise<void> {
  const invited = users.flatMap((user) =>
    user.invitation ? [{ ...user.invitation, linkId: newId(), mailId: newId(), user }] : [],
  )
  const each = <Value>(read: (one: (typeof invited)[number]) => Value) => invited.map(read)
  await sql`insert into app.set_up_links (account_id, link_id, user_id, token_hash, created_at, expires_at, used_at, mail_state)
    select ${tx.accountId}, r.* from unnest(
      ${each(({ linkId }) => linkId)}::uuid[],
      ${each(({ user }) => user.id)}::uuid[],
      ${each(() => randomBytes(32))}::bytea[],
      ${each(({ sentAt }) => sentAt)}::timestamptz[],
      ${each(({ expiresAt }) => expiresAt)}::timestamptz[],
      ${each(({ usedAt }) => usedAt)}::timestamptz[],
      ${each(({ mailState }) => mailState)}::text[]) as r`.execute(tx)
  await sql`insert into app.outgoing_mails (account_id, mail_id, kind, recipient, language, subject_kind, subject_id, status, server_answer,
      created_at, finished_at)
    select ${tx.accountId}, r.mail_id, 'welcome', r.recipient, 'en', 'set-up-link', r.link_id, r.status, r.answer, r.sent_at,
           case when r.status <> 'queued' then r.sent_at end
      from unnest(
        ${each(({ mailId }) => mailId)}::uuid[],
        ${each(({ linkId }) => linkId)}::uuid[],
        ${each(({ user }) => user.email)}::text[],
        ${each(({ mailState }) => mailState)}::text[],
        ${each(({ mailState }) => answers[mailState])}::text[],
        ${each(({ sentAt }) => sentAt)}::timestamptz[]) as r(mail_id, link_id, recipient, status, answer, sent_at)`.execute(
    tx,
  )
}
