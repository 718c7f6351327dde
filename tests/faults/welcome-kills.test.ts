import { afterAll, beforeAll, expect, test } from 'vitest'
import { aCustomer, finished } from '../harness/people.ts'
import { type SmtpSink, startSmtpSink } from '../harness/smtp-sink.ts'
import { waitUntil } from '../harness/wait-until.ts'
import { type Installation, startInstallation } from './harness/installation.ts'

const people = 3_000

let sink: SmtpSink
let rollcall: Installation

beforeAll(async () => {
  sink = await startSmtpSink()
  rollcall = await startInstallation({ settings: { ROLLCALL_SMTP_URL: sink.url } })
})
afterAll(async () => {
  await rollcall.stop()
  await sink.stop()
})

test('UA-62: of 3,000 welcome e-mails whose worker is killed again and again each person gets one', async () => {
  const { ada } = rollcall
  const customer = await aCustomer(ada)
  await rollcall.ask(
    `insert into app.users (account_id, user_id, first_name, last_name, email, sort_name, created_at, last_modified_at)
       select $1, gen_random_uuid(), 'P', 'P' || n, 'p' || n || '@acme.example', 'p' || n, now(), now() from generate_series(1, $2::int) n`,
    [customer.id, people],
  )
  const selection = { all: true, filter: { property: ['unregistered'] }, expectedCount: people }
  const { id } = await ada.post(`${customer.path}/welcome-emails`, { selection }).expect(202)
  const done = async () => {
    const [row] = await rollcall.ask('select done from app.operations where operation_id = $1', [id])
    return row?.done as number
  }
  let kills = 0
  for (let before = 0; before < people; before = await done()) {
    const worker = rollcall.start('worker')
    await waitUntil(async () => (await done()) > before, {
      what: `more than ${before} are done`,
      timeoutMs: 30_000,
    })
    await worker.end('SIGKILL')
    kills++
  }
  expect(kills).toBeGreaterThan(1)
  rollcall.start('worker')
  expect(await finished(ada, customer, id)).toMatchObject({
    status: 'done',
    done: people,
    skipped: 0,
    failed: 0,
  })
  const mails = `select count(*)::int as mails, count(distinct recipient)::int as recipients,
      (select count(*)::int from app.set_up_links where account_id = $1) as links
    from app.outgoing_mails where account_id = $1 and kind = 'welcome'`
  expect(await rollcall.ask(mails, [customer.id])).toEqual([
    { mails: people, recipients: people, links: people },
  ])
}, 120_000)
