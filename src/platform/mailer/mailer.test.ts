import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#tests/harness/database.ts'
import { type SmtpSink, startSmtpSink } from '#tests/harness/smtp-sink.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'
import { systemClock } from '../clock/clock.ts'
import { type Database, newId, openDatabase } from '../database/index.ts'
import { createLog } from '../log/log.ts'
import { startWorker, type Worker } from '../queue/index.ts'
import { randomCredential } from '../secrets/index.ts'
import {
  type MailFate,
  type MailKind,
  mailSender,
  queueMails,
  type RenderedMail,
  recallMailsAbout,
} from './index.ts'

let testDatabase: TestDatabase
let database: Database
let sink: SmtpSink
let worker: Worker
let close: () => void
const acme = newId()
const subjectId = newId()
const link = randomCredential(acme, 16).text
let renders: RenderedMail | 'unwanted' | 'later'
const fates: Array<{ recipient: string; fate: MailFate }> = []

const greeting: MailKind = {
  kind: 'greeting',
  render: async () => renders,
  fated: async (_tx, mail, fate) => void fates.push({ recipient: mail.recipient, fate }),
}
const good: RenderedMail = {
  subject: 'Hello',
  html: '<p>Hello <img src="cid:qr"></p>',
  text: 'Hello',
  fromName: 'Acme',
  images: [{ cid: 'qr', fileName: 'qr.png', png: Buffer.from('89504e47', 'hex') }],
}

beforeAll(async () => {
  testDatabase = await createTestDatabase()
  sink = await startSmtpSink()
  const log = createLog({ level: 'silent' })
  database = openDatabase({ url: testDatabase.runtimeUrl, log })
  await database.inAccount(acme, (tx) =>
    sql`insert into app.accounts (account_id, parent_id, kind, name, country, created_at, updated_at)
        values (${acme}, ${newId()}, 'customer', 'Acme', 'DE', now(), now())`.execute(tx),
  )
  const sender = mailSender({
    database,
    kinds: [greeting],
    smtpUrl: sink.url,
    from: 'Rollcall <rollcall@rollcall.example>',
    budgetOf: async () => 1_000,
    clock: systemClock,
    log,
  })
  close = sender.close
  worker = await startWorker({ database, handlers: [sender.handler], log })
})
afterAll(async () => {
  await worker.stop()
  close()
  await sink.stop()
  await database.close()
})
beforeEach(() => {
  renders = good
  sink.refuse(() => undefined)
})

async function queue(recipient: string, now = new Date()): Promise<string> {
  const [mailId] = await database.inAccount(acme, (tx) =>
    queueMails(
      tx,
      [{ kind: 'greeting', recipient, language: 'en', subjectKind: 'test', subjectId, parameters: {} }],
      now,
    ),
  )
  return mailId as string
}

async function mailRow(mailId: string) {
  const [row] = await asSuperuser(testDatabase, 'select * from app.outgoing_mails where mail_id = $1', [
    mailId,
  ])
  return row
}

const ended = (mailId: string, status: string) =>
  waitUntil(
    async () => {
      const row = await mailRow(mailId)
      return row.status === status ? row : undefined
    },
    { what: `the mail is ${status}` },
  )

/** Hands a mail to the queue once more, as after a crash between two commits. */
async function sendAgain(mailId: string): Promise<void> {
  await asSuperuser(testDatabase, "update app.outgoing_mails set status = 'sending' where mail_id = $1", [
    mailId,
  ])
  await runAgain(mailId)
}

async function runAgain(mailId: string): Promise<void> {
  await asSuperuser(testDatabase, "select graphile_worker.add_job('mail:send', $1::json)", [
    JSON.stringify({ accountId: acme, mailId }),
  ])
}

const to = (address: string) => sink.messages.filter((message) => message.envelope.to.includes(address))

describe('a mail', () => {
  test("is sent from the operator's address under the account's name, and the server's answer is kept", async () => {
    const mailId = await queue('anna@acme.example')
    const row = await ended(mailId, 'sent')
    expect(row.server_answer).toMatch(/^250/)
    const [message] = to('anna@acme.example')
    const mail = await sink.parse(message?.raw as Buffer)
    expect(mail).toMatchObject({
      from: { address: 'rollcall@rollcall.example', name: 'Acme' },
      subject: 'Hello',
      messageId: `<${mailId}@rollcall.example>`,
    })
    expect(message?.envelope.from).toBe('rollcall@rollcall.example')
    expect(fates).toContainEqual({
      recipient: 'anna@acme.example',
      fate: { status: 'sent', answer: row.server_answer },
    })
  })

  test('sent again after a crash between the mail server and the commit is byte-equal, under the same Message-ID', async () => {
    const mailId = await queue('bob@acme.example', new Date('2026-01-05T10:00:00Z'))
    await ended(mailId, 'sent')
    await sendAgain(mailId)
    await ended(mailId, 'sent')
    const [first, second] = await waitUntil(
      () => (to('bob@acme.example').length === 2 ? to('bob@acme.example') : undefined),
      { what: 'the mail has come twice' },
    )
    expect(second?.raw.toString('latin1')).toBe(first?.raw.toString('latin1'))
    expect(first?.raw.toString()).toContain(`Message-ID: <${mailId}@rollcall.example>`)
    // Of the moment it was queued: the two were sent within one second, so a date of the moment would look equal here.
    expect(first?.raw.toString()).toContain('Date: Mon, 05 Jan 2026 10:00:00 +0000')
  })

  test('that was sent is not sent again when only its job is repeated', async () => {
    const mailId = await queue('carol@acme.example')
    await ended(mailId, 'sent')
    await runAgain(mailId)
    await queueAfter()
    expect(to('carol@acme.example')).toHaveLength(1)
  })

  test("refused for good (5xx) has failed, with the server's words", async () => {
    sink.refuse((address) => (address === 'dan@acme.example' ? 550 : undefined))
    const row = await ended(await queue('dan@acme.example'), 'failed')
    expect(row.server_answer).toContain('dan@acme.example is refused.')
    expect(row.finished_at).not.toBeNull()
    expect(fates.at(-1)?.fate.status).toBe('failed')
  })

  test('put off by the server (4xx) waits, and is sent when the server takes it', async () => {
    sink.refuse((address) => (address === 'eve@acme.example' ? 451 : undefined))
    const mailId = await queue('eve@acme.example')
    const row = await waitUntil(
      async () => {
        const now = await mailRow(mailId)
        return now.server_answer ? now : undefined
      },
      { what: 'the first answer is kept' },
    )
    expect(row).toMatchObject({ status: 'queued', finished_at: null, attempts: 1 })
    expect(fates.find((each) => each.recipient === 'eve@acme.example')?.fate.status).toBe('delayed')
    sink.refuse(() => undefined)
    expect((await ended(mailId, 'sent')).attempts).toBe(2)
  })

  test('put off for the twelfth time is given up', async () => {
    sink.refuse((address) => (address === 'frank@acme.example' ? 451 : undefined))
    renders = 'later'
    const mailId = await queue('frank@acme.example')
    await waitUntil(async () => (await mailRow(mailId)).status === 'queued', { what: 'it was looked at' })
    await asSuperuser(testDatabase, 'update app.outgoing_mails set attempts = 11 where mail_id = $1', [
      mailId,
    ])
    renders = good
    await runAgain(mailId)
    await ended(mailId, 'failed')
  })

  test('that is not ready yet waits without using up an attempt', async () => {
    renders = 'later'
    const mailId = await queue('grace@acme.example')
    await waitUntil(
      async () =>
        (
          await asSuperuser(
            testDatabase,
            `select 1 from graphile_worker._private_jobs
            where payload->>'mailId' = $1 and run_at > now() and attempts = 0`,
            [mailId],
          )
        ).length === 1,
      { what: 'it was put off' },
    )
    expect(await mailRow(mailId)).toMatchObject({ status: 'queued', attempts: 0 })
    renders = good
    await ended(mailId, 'sent')
    expect(to('grace@acme.example')).toHaveLength(1)
  })

  test('that something newer replaced is not sent', async () => {
    renders = 'unwanted'
    await ended(await queue('heidi@acme.example'), 'recalled')
    expect(to('heidi@acme.example')).toHaveLength(0)
  })

  test('that was recalled before its turn is not sent', async () => {
    const recalled = await database.inAccount(acme, async (tx) => {
      const mail = { kind: 'greeting', recipient: 'ivan@acme.example', language: 'en', parameters: {} }
      const [mailId] = await queueMails(tx, [{ ...mail, subjectKind: 'test', subjectId }], new Date())
      await recallMailsAbout(tx, [subjectId], new Date())
      return mailId as string
    })
    await queueAfter()
    expect(await mailRow(recalled)).toMatchObject({ status: 'recalled', attempts: 0 })
    expect(to('ivan@acme.example')).toHaveLength(0)
  })

  test('takes no header from a name or a subject with line breaks', async () => {
    renders = { ...good, subject: 'Hello\r\nBcc: mallory@evil.example', fromName: 'Acme\r\nX-Evil: yes' }
    await ended(await queue('judy@acme.example'), 'sent')
    const [message] = to('judy@acme.example')
    const mail = await sink.parse(message?.raw as Buffer)
    expect(message?.envelope.to).toEqual(['judy@acme.example'])
    expect(mail.bcc ?? []).toEqual([])
    expect(mail.headers.map((header) => header.key)).not.toContain('x-evil')
    expect(mail.subject).toBe('Hello Bcc: mallory@evil.example')
  })

  test("keeps no credential that stood in the server's answer", async () => {
    sink.refuse(() => 550)
    const row = await ended(await queue(`${link}@acme.example`), 'failed')
    expect(row.server_answer).not.toContain(link)
    expect(row.server_answer).toContain('[redacted]')
  })

  /** Waits until a mail queued now has come: whatever was queued before has had its turn. */
  async function queueAfter(): Promise<void> {
    renders = good
    await ended(await queue('last@acme.example'), 'sent')
  }
})

describe('without a mail server', () => {
  test('mails are kept as not sent, and whoever waits for them is told why', async () => {
    const sender = mailSender({
      database,
      kinds: [greeting],
      smtpUrl: undefined,
      from: 'Rollcall <rollcall@localhost>',
      budgetOf: async () => 0,
      clock: systemClock,
      log: createLog({ level: 'silent' }),
    })
    renders = 'later'
    const mailId = await queue('karl@acme.example')
    await waitUntil(async () => (await mailRow(mailId)).sending_at !== null, { what: 'it was looked at' })
    renders = good
    await sender.handler.run({ accountId: acme, mailId } as never)
    expect(await mailRow(mailId)).toMatchObject({
      status: 'not-sent',
      server_answer: 'no mail server configured',
    })
    expect(fates.at(-1)).toEqual({
      recipient: 'karl@acme.example',
      fate: { status: 'not-sent', answer: 'no mail server configured' },
    })
    expect(to('karl@acme.example')).toHaveLength(0)
  })
})
