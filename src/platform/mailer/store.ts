import { type RawBuilder, sql } from 'kysely'
import { later } from '../clock/clock.ts'
import { keptInAccount, type Tx, unread } from '../database/index.ts'

export interface OutgoingMail {
  mailId: string
  kind: string
  recipient: string
  language: string
  subjectKind: string
  subjectId: string
  parameters: Record<string, unknown>
  status: string
  attempts: number
  /** What the mail server said last, or why the mail has to wait. */
  serverAnswer: string | null
  createdAt: Date
}

/** A mail to be queued. */
export interface NewMail {
  kind: string
  recipient: string
  /** Null: that of the account, which has its say. */
  language: string | null
  subjectKind: string
  subjectId: string
  /** Everything the mail needs that may change later; never a token, PIN or password. */
  parameters: Record<string, unknown>
}

const columns = [
  'mailId',
  'kind',
  'recipient',
  'language',
  'subjectKind',
  'subjectId',
  'parameters',
  'status',
  'attempts',
  'serverAnswer',
  'createdAt',
] as const

/**
 * What mails queued together say of the account, as a select of one row: `language`, for those who have none, and `parameters`, beside what each says
 * itself. The statement that keeps the mails reads it, so that nobody waits for it before; it is built once for each such function.
 */
export type SaidByAccount = (
  accountId: string,
) => RawBuilder<{ language: string; parameters: Record<string, unknown> }>

const nothing: SaidByAccount = () => sql`select null::text as language, '{}'::jsonb as parameters`

/** Keeps mails to be sent. */
export async function insertMails(
  tx: Tx,
  mails: Array<NewMail & { mailId: string; createdAt: Date }>,
  said: SaidByAccount = nothing,
): Promise<void> {
  if (mails.length === 0) return
  const insert = insertingWith.get(said) ?? inserting(said)
  insertingWith.set(said, insert)
  await insert(tx, {
    mails: JSON.stringify(
      mails.map((mail) => ({
        mail_id: mail.mailId,
        kind: mail.kind,
        recipient: mail.recipient,
        language: mail.language,
        subject_kind: mail.subjectKind,
        subject_id: mail.subjectId,
        parameters: mail.parameters,
        created_at: mail.createdAt,
      })),
    ),
  })
}

/** By what they say of the account, of which there are few. */
const insertingWith = new Map<SaidByAccount, ReturnType<typeof inserting>>()

function inserting(said: SaidByAccount) {
  return keptInAccount(
    (_db, accountId, { mails }: { mails: string }) => sql`
    insert into app.outgoing_mails
      (account_id, mail_id, kind, recipient, language, subject_kind, subject_id, parameters, created_at)
    select ${accountId}, m.mail_id, m.kind, m.recipient, coalesce(m.language, said.language), m.subject_kind, m.subject_id,
           m.parameters || said.parameters, m.created_at
      from json_to_recordset(${mails}::json) as m(mail_id uuid, kind text, recipient text, language text, subject_kind text, subject_id uuid,
        parameters jsonb, created_at timestamptz),
           (${said(accountId)}) as said ${unread}`,
  )
}

/** Which mail is this, if it still waits to be sent? Marks it as being sent. */
export async function claimMail(tx: Tx, mailId: string, now: Date): Promise<OutgoingMail | undefined> {
  const row = await tx
    .updateTable('app.outgoingMails')
    .set((eb) => ({ status: 'sending', sendingAt: now, attempts: eb('attempts', '+', 1) }))
    .where('accountId', '=', tx.accountId)
    .where('mailId', '=', mailId)
    // 'sending' too: the process that sent it may have died before it could say so.
    .where('status', 'in', ['queued', 'sending'])
    .returning(columns)
    .executeTakeFirst()
  return row as OutgoingMail | undefined
}

/**
 * How many mails of these kinds went to the mail server since then, this one aside, and when did the oldest of the newest so many go?
 * Ids are made in the order of time, so the primary key narrows it to the mails of some days.
 */
export async function countSentSince(
  tx: Tx,
  { kinds, since, except, newest }: { kinds: string[]; since: Date; except: string; newest: number },
): Promise<{ sent: number; oldest: Date | null }> {
  const { rows } = await sql<{ sent: number; oldest: Date | null }>`
    select count(*)::int as sent,
           (array_agg(sending_at order by sending_at desc))[least(count(*), ${newest}::int)] as oldest
      from app.outgoing_mails
     where account_id = ${tx.accountId} and mail_id >= ${firstIdOf(later(since, { hours: -waitMaxHours }))}::uuid
       and sending_at > ${since} and status in ('sending', 'sent', 'failed')
       and kind = any(${kinds}::text[]) and mail_id <> ${except}`.execute(tx)
  return rows[0] ?? { sent: 0, oldest: null }
}

/** A mail that waited longer for its turn is not counted. The mail server gets a day, and the budget has room again within one. */
const waitMaxHours = 72

/** The lowest uuidv7 of a moment (RFC 9562 §5.7): its milliseconds come first. */
function firstIdOf(moment: Date): string {
  const millis = moment.getTime().toString(16).padStart(12, '0')
  return `${millis.slice(0, 8)}-${millis.slice(8)}-7000-8000-000000000000`
}

/** It cannot go yet: waits again, and the attempt does not count. */
export async function postponeMail(tx: Tx, mailId: string, because: string | undefined): Promise<void> {
  await tx
    .updateTable('app.outgoingMails')
    .set((eb) => ({
      status: 'queued',
      attempts: eb('attempts', '-', 1),
      ...(because === undefined ? {} : { serverAnswer: because }),
    }))
    .where('accountId', '=', tx.accountId)
    .where('mailId', '=', mailId)
    .execute()
}

/** How did it end? */
export async function finishMail(
  tx: Tx,
  mailId: string,
  status: string,
  answer: string | null,
  now: Date,
): Promise<void> {
  await tx
    .updateTable('app.outgoingMails')
    .set({
      status,
      serverAnswer: answer?.slice(0, 500) ?? null,
      finishedAt: status === 'queued' ? null : now,
    })
    .where('accountId', '=', tx.accountId)
    .where('mailId', '=', mailId)
    .where('status', '=', 'sending')
    .execute()
}

/** Takes back the mails about some subjects that are not under way yet. */
export async function recallMailsAbout(tx: Tx, subjectIds: string[], now: Date): Promise<void> {
  await sql`update app.outgoing_mails set status = 'recalled', finished_at = ${now}
     where account_id = ${tx.accountId} and subject_id = any(${subjectIds}::uuid[]) and status = 'queued'`.execute(
    tx,
  )
}
