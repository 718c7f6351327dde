import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startBackgroundWork } from '#cli/wire.ts'
import type { ApiClient } from '../harness/api-client.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'
import { aCustomer, aSubscriber, deployTo } from '../harness/people.ts'
import { asSuperuser } from '../harness/superuser.ts'
import { waitUntil } from '../harness/wait-until.ts'
import { type Gate, openGate } from './harness/gate.ts'

/** How long the program under test waits for an answer; in earnest it is a minute. */
const patienceMs = 1_000

let app: TestApp
let ada: ApiClient
let gate: Gate
let work: { stop(): Promise<void> }
let customer: Awaited<ReturnType<typeof aCustomer>>

beforeAll(async () => {
  app = await startTestApp({ worker: false })
  gate = await openGate({ host: '127.0.0.1', port: Number(new URL(app.mail.url).port) })
  work = await startBackgroundWork(app.platform, {
    smtpUrl: `smtp://127.0.0.1:${gate.port}?socketTimeout=${patienceMs}`,
    mailFrom: 'Rollcall <rollcall@rollcall.example>',
  })
  ada = await app.ada()
  customer = await aCustomer(ada)
  await ada.patch(customer.path, { redirectBypass: true }).expect(200)
})
afterEach(() => {
  app.mail.refuse(() => undefined)
  app.mail.delayBy(0)
})
afterAll(async () => {
  await work.stop()
  await gate.close()
  await app.stop()
})

/** Adds people with these addresses and deploys to them. @returns their ids */
async function deployToPeople(emails: string[]): Promise<string[]> {
  const ids: string[] = []
  for (const email of emails) {
    const { id } = await aSubscriber(ada, customer, { email, pbxSipUserName: email.split('@')[0] })
    ids.push(id)
  }
  await deployTo(ada, customer, ids)
  return ids
}

/** The mails to these addresses as they are kept. */
const mailsTo = (emails: string[]) =>
  asSuperuser<{ mail_id: string; status: string; attempts: number; server_answer: string | null }>(
    app.database,
    'select mail_id, status, attempts, server_answer from app.outgoing_mails where recipient = any($1)',
    [emails],
  )

/** Waits until each of these mails stands so. */
const until = (emails: string[], wanted: { status: string; attempts?: number }) =>
  waitUntil(
    async () => {
      const mails = await mailsTo(emails)
      const { status, attempts = 1 } = wanted
      return mails.every((mail) => mail.status === status && mail.attempts >= attempts) ? mails : undefined
    },
    { what: `mails to ${emails.join(', ')} are ${wanted.status}` },
  )

/** Lets minutes go by: for the program by its clock, for the queue, which asks the database what is due, by its jobs. */
async function letPass(minutes: number): Promise<void> {
  // A failed job is due again only once the queue has written so.
  const underWay = 'select 1 from graphile_worker._private_jobs where locked_by is not null'
  await waitUntil(async () => (await asSuperuser(app.database, underWay)).length === 0, {
    what: 'no job is under way',
  })
  app.clock.advance({ minutes })
  await asSuperuser(
    app.database,
    `update graphile_worker._private_jobs set run_at = run_at - $1 * interval '1 minute' where run_at > now()`,
    [minutes],
  )
}

/** What the timeline says of the mail, oldest first: kind and the words. */
async function toldOf(id: string): Promise<Array<[string, string]>> {
  const { items } = await ada.get(`${customer.path}/subscribers/${id}/timeline?limit=500`).expect(200)
  return items
    .filter(({ kind }: { kind: string }) => kind.startsWith('mail.'))
    .map(({ kind, details }: { kind: string; details: { answer: string } }) => [kind, details.answer])
    .reverse()
}

const stateOf = async (id: string) =>
  (await ada.get(`${customer.path}/subscribers/${id}`).expect(200)).state as string

const received = (email: string) =>
  app.mail.messages.filter(({ envelope }) => envelope.to.includes(email)).map(({ raw }) => raw)

const noAnswer = expect.stringContaining('The mail server gave no answer')
const accepted = ['mail.accepted', expect.stringMatching(/^250/)]

describe('CD-6: a mail server that fails', () => {
  test('by being away for an hour: every mail waits, says so, and goes out once when it is back', async () => {
    const emails = Array.from({ length: 10 }, (_, at) => `away-${at}@acme.example`)
    await gate.close()
    const ids = await deployToPeople(emails)
    for (let round = 1; round <= 4; round++) {
      await until(emails, { status: 'queued', attempts: round })
      await letPass(15)
    }
    await until(emails, { status: 'queued', attempts: 5 })
    expect(await mailsTo(emails)).toContainEqual(expect.objectContaining({ server_answer: noAnswer }))
    expect(await stateOf(ids[0] as string)).toBe('queued')
    await gate.open()
    await letPass(15)
    await until(emails, { status: 'sent' })
    for (const [at, email] of emails.entries()) {
      expect(received(email)).toHaveLength(1)
      const told = await toldOf(ids[at] as string)
      expect(told[0]).toEqual(['mail.delayed', noAnswer])
      expect(told.at(-1)).toEqual(accepted)
    }
    expect(await stateOf(ids[0] as string)).toBe('sent')
  }, 60_000)

  test('by refusing one address for good: that person is marked, and everybody else gets the mail', async () => {
    app.mail.refuse((address) => (address === 'gone@acme.example' ? 550 : undefined))
    const [gone, bob] = await deployToPeople(['gone@acme.example', 'bob@acme.example'])
    await until(['gone@acme.example'], { status: 'failed' })
    await until(['bob@acme.example'], { status: 'sent' })
    expect(await toldOf(gone as string)).toEqual([
      ['mail.refused', expect.stringContaining('gone@acme.example is refused.')],
    ])
    expect(await stateOf(gone as string)).toBe('failed')
    expect(await toldOf(bob as string)).toEqual([accepted])
  })

  test('by greylisting (4xx): the mail is put off with its words, and taken at the next attempt', async () => {
    app.mail.refuse(() => 451)
    const [carol] = await deployToPeople(['carol@acme.example'])
    await until(['carol@acme.example'], { status: 'queued' })
    app.mail.refuse(() => undefined)
    await letPass(15)
    await until(['carol@acme.example'], { status: 'sent', attempts: 2 })
    expect(await toldOf(carol as string)).toEqual([
      ['mail.delayed', expect.stringContaining('carol@acme.example is refused.')],
      accepted,
    ])
    expect(received('carol@acme.example')).toHaveLength(1)
  })

  test('by answering too late: the mail is sent again, byte for byte under the same Message-ID', async () => {
    app.mail.delayBy(2 * patienceMs)
    const [dan] = await deployToPeople(['dan@acme.example'])
    await until(['dan@acme.example'], { status: 'queued' })
    await waitUntil(() => received('dan@acme.example').length === 1, { what: 'the slow server has taken it' })
    app.mail.delayBy(0)
    await comesAgainEqual(dan as string, 'dan@acme.example')
  })

  test('by ending the connection after it took the mail: it is sent again, byte for byte under the same Message-ID', async () => {
    gate.loseAnswerTo('\r\n.\r\n')
    const [eve] = await deployToPeople(['eve@acme.example'])
    await until(['eve@acme.example'], { status: 'queued' })
    await comesAgainEqual(eve as string, 'eve@acme.example')
  })

  async function comesAgainEqual(id: string, email: string): Promise<void> {
    await letPass(15)
    const [mail] = await until([email], { status: 'sent', attempts: 2 })
    const [first, second, ...more] = received(email)
    expect(more).toEqual([])
    expect(first?.toString()).toContain(`Message-ID: <${mail?.mail_id}@rollcall.example>`)
    expect(second?.toString('latin1')).toBe(first?.toString('latin1'))
    expect(await toldOf(id)).toEqual([['mail.delayed', noAnswer], accepted])
  }
})
