import { afterAll, beforeAll, expect, test } from 'vitest'
import { aCustomer, finished } from '../harness/people.ts'
import { type ReceivedMessage, type SmtpSink, startSmtpSink } from '../harness/smtp-sink.ts'
import { waitUntil } from '../harness/wait-until.ts'
import { type Installation, startInstallation } from './harness/installation.ts'
import { seeded } from './harness/seeded.ts'

const rows = 10_000
const mails = 1_000
/** Of import and mails together. */
const killsInAll = 30
/** Jobs that one worker does at the same time. */
const jobsAtOnce = 8

let sink: SmtpSink
let rollcall: Installation
let customer: Awaited<ReturnType<typeof aCustomer>>
let killsOfImport = 0

beforeAll(async () => {
  sink = await startSmtpSink()
  rollcall = await startInstallation({ settings: { ROLLCALL_SMTP_URL: sink.url } })
  customer = await aCustomer(rollcall.ada)
  await rollcall.ada.patch(customer.path, { redirectBypass: true }).expect(200)
})
afterAll(async () => {
  await rollcall.stop()
  await sink.stop()
})

test('MU-7: an import of 10,000 rows whose worker is killed again and again adds each person once', async () => {
  const random = seeded(1)
  const { ada } = rollcall
  const person = (at: number) => `P${at},p${at}@acme.example,pbx.acme.example,${at},s3cret-${at}`
  const header = 'Last name,Email address,PBX SIP host,PBX SIP user name,PBX SIP password'
  const content = [header, ...Array.from({ length: rows }, (_, at) => person(at)), ''].join('\n')
  const options = { profileId: customer.profileId, partial: 'true' }
  const imports = `${customer.path}/subscriber-imports`
  const plan = await ada.upload(imports, { name: 'people.csv', content }, options).expect(201)
  const operation = await ada.post(`${imports}/${plan.id}/application`).expect(202)
  const done = async () => {
    const [row] = await rollcall.ask('select done from app.operations where operation_id = $1', [
      operation.id,
    ])
    return row.done as number
  }
  while (killsOfImport < killsInAll / 2 && (await done()) < rows) {
    const worker = rollcall.start('worker')
    const before = await done()
    const writingForMs = Math.floor(random() * 120)
    const afterCommit = random() < 0.3
    await waitUntil(
      async () =>
        afterCommit ? (await done()) > before : (await isWriting(writingForMs)) || (await done()) > before,
      { what: `the worker is in the middle, before kill ${killsOfImport + 1}`, timeoutMs: 30_000 },
    )
    await worker.end('SIGKILL')
    killsOfImport++
  }
  // A fast machine commits more between two looks; what is missing of all kills hits the mails.
  expect(killsOfImport).toBeGreaterThanOrEqual(5)
  const last = rollcall.start('worker')
  expect(await finished(ada, customer, operation.id)).toMatchObject({
    status: 'done',
    done: rows,
    failed: 0,
    skipped: 0,
  })
  await last.end('SIGKILL')
  expect(
    await rollcall.ask(
      `select count(*)::int as people, count(distinct pbx_sip_user_name)::int as accounts
         from app.subscribers where account_id = $1`,
      [customer.id],
    ),
  ).toEqual([{ people: rows, accounts: rows }])
  expect(await ada.get(`${customer.path}/subscribers/count`).expect(200)).toMatchObject({ count: rows })
}, 120_000)

/** Whether a transaction that has written something has been running for this long. */
async function isWriting(forMs: number): Promise<boolean> {
  const found = await rollcall.ask(
    `select 1 from pg_stat_activity where datname = current_database() and application_name = 'rollcall'
        and backend_xid is not null and clock_timestamp() - xact_start >= $1 * interval '1 millisecond'`,
    [forMs],
  )
  return found.length > 0
}

test('CD-6: of 1,000 mails whose worker is killed again and again none is lost, and a repeat is the same mail', async () => {
  const random = seeded(2)
  const { ada } = rollcall
  const chosen = await rollcall.ask<{ id: string }>(
    `select subscriber_id as id from app.subscribers where account_id = $1 order by subscriber_id limit ${mails}`,
    [customer.id],
  )
  const selection = { ids: chosen.map(({ id }) => id) }
  await ada.post(`${customer.path}/deployments`, { selection }).expect(202)
  const kills = killsInAll - killsOfImport
  for (let kill = 1; kill <= kills; kill++) {
    const worker = rollcall.start('worker')
    const goal = sink.messages.length + 1 + Math.floor(random() * ((0.9 * mails) / kills))
    await waitUntil(() => sink.messages.length >= goal, {
      what: `${goal} mails have come, before kill ${kill}`,
      timeoutMs: 30_000,
    })
    await worker.end('SIGKILL')
  }
  rollcall.start('worker')
  const fates = () =>
    rollcall.ask(
      'select status, count(*)::int as mails from app.outgoing_mails where account_id = $1 group by status',
      [customer.id],
    )
  await waitUntil(async () => (await fates()).every(({ status }) => status === 'sent'), {
    what: 'all mails are sent',
    timeoutMs: 60_000,
  })
  expect(await fates()).toEqual([{ status: 'sent', mails }])
  const copies = Map.groupBy(sink.messages, messageIdOf)
  expect(copies.size).toBe(mails)
  expect(new Set(sink.messages.flatMap(({ envelope }) => envelope.to)).size).toBe(mails)
  for (const [messageId, [first, ...repeats]] of copies) {
    expect(repeats.length, messageId).toBeLessThanOrEqual(kills)
    for (const repeat of repeats) expect(repeat.raw.equals(first?.raw as Buffer), messageId).toBe(true)
  }
  expect(sink.messages.length).toBeLessThanOrEqual(mails + kills * jobsAtOnce)
  const { count } = await ada.get(`${customer.path}/subscribers/count?state=sent`).expect(200)
  expect(count).toBe(mails)
}, 120_000)

function messageIdOf({ raw }: ReceivedMessage): string {
  return /^Message-ID: (<.+>)/im.exec(raw.toString('latin1'))?.[1] ?? 'none'
}
