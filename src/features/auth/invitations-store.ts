import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'

/** What stands of a welcome e-mail and its link. */
export interface InvitationRow {
  expiresAt: Date
  usedAt: Date | null
  recipient: string
  mailStatus: string
  serverAnswer: string | null
  mailFinishedAt: Date | null
}

/** Which welcome e-mail of this person is the newest, if its link is still there: open, expired or used? */
export async function findInvitation(tx: Tx, userId: string): Promise<InvitationRow | undefined> {
  return tx
    .selectFrom('app.setUpLinks as l')
    .innerJoin('app.outgoingMails as m', (join) =>
      join
        .onRef('m.accountId', '=', 'l.accountId')
        .onRef('m.subjectId', '=', 'l.linkId')
        .on('m.subjectKind', '=', 'set-up-link'),
    )
    .select(['l.expiresAt', 'l.usedAt', 'm.recipient', 'm.serverAnswer'])
    .select(['m.status as mailStatus', 'm.finishedAt as mailFinishedAt'])
    .where('l.accountId', '=', tx.accountId)
    .where('l.userId', '=', userId)
    .orderBy('l.linkId', 'desc')
    .limit(1)
    .executeTakeFirst()
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
