import { afterAll, beforeAll, expect, test } from 'vitest'
import { startBackgroundWork } from '#cli/wire.ts'
import { mailBudget } from '#features/deployment/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aColleague, aCustomer, aSubscriber, deployTo } from '#tests/harness/people.ts'
import { aPhone, linkTokenOf } from '#tests/harness/phones.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { peopleCsv, userImportsOf } from '#tests/harness/user-imports.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'

/** What an account may send in 24 hours here; in earnest it is a thousand or more. */
const budget = 3

let app: TestApp
let ada: ApiClient
let work: { stop(): Promise<void> }
/** How often the budget of each account was asked for. */
const asked = new Map<string, number>()

beforeAll(async () => {
  app = await startTestApp({ worker: false })
  const config = { smtpUrl: app.mail.url, mailFrom: 'Rollcall <rollcall@rollcall.example>' }
  work = await startBackgroundWork(app.platform, config, async ({ accountId }) => {
    asked.set(accountId, (asked.get(accountId) ?? 0) + 1)
    return budget
  })
  ada = await app.ada()
})
afterAll(async () => {
  await work.stop()
  await app.stop()
})

type Customer = Awaited<ReturnType<typeof aCustomer>>

/** A customer whose mails need not wait for the redirect server. */
async function aDirectCustomer(name: string): Promise<Customer> {
  const customer = await aCustomer(ada, { name })
  await ada.patch(customer.path, { redirectBypass: true }).expect(200)
  return customer
}

/** Adds so many people and deploys to them. @returns their ids */
async function deployToPeople(customer: Customer, count: number): Promise<string[]> {
  const ids: string[] = []
  for (let at = 1; at <= count; at++) {
    const { id } = await aSubscriber(ada, customer, {
      email: `${at}@people.example`,
      pbxSipUserName: `${at}`,
    })
    ids.push(id)
  }
  await deployTo(ada, customer, ids)
  return ids
}

/** The account's mails that stand so and that the worker has looked at since. */
const mailsOf = (customer: Customer, status: string, since = new Date(0)) =>
  asSuperuser<{ recipient: string; server_answer: string; attempts: number }>(
    app.database,
    `select recipient, server_answer, attempts from app.outgoing_mails
      where account_id = $1 and status = $2 and sending_at >= $3`,
    [customer.id, status, since],
  )

const until = (customer: Customer, status: string, count: number, since?: Date) =>
  waitUntil(
    async () => {
      const mails = await mailsOf(customer, status, since)
      return mails.length === count ? mails : undefined
    },
    { what: `${count} mails are ${status}` },
  )

/** Lets time go by: for the program by its clock, for the queue, which asks the database what is due, by its jobs. */
async function letPass(hours: number): Promise<Date> {
  app.clock.advance({ hours })
  const since = app.clock.now()
  await asSuperuser(
    app.database,
    `update graphile_worker._private_jobs set run_at = run_at - $1 * interval '1 hour' where run_at > now()`,
    [hours],
  )
  return since
}

/** What the timeline says of the mail, oldest first. */
async function toldOf(customer: Customer, id: string): Promise<Array<{ kind: string; answer: string }>> {
  const { items } = await ada.get(`${customer.path}/subscribers/${id}/timeline?limit=500`).expect(200)
  return items
    .filter(({ kind }: { kind: string }) => kind.startsWith('mail.'))
    .map(({ kind, details }: { kind: string; details: { answer: string } }) => ({
      kind,
      answer: details.answer,
    }))
    .reverse()
}

test('threats "Phishing through our mailer": mails beyond the budget wait, say so once, and go when 24 hours have passed', async () => {
  const customer = await aDirectCustomer('Acme')
  const first = await deployToPeople(customer, 1)
  await until(customer, 'sent', 1)
  await letPass(2)
  const second = await deployToPeople(customer, budget + 1)
  await until(customer, 'sent', budget)
  const [held] = await until(customer, 'queued', 2)
  const words = expect.stringMatching(
    /^The account has sent 3 mails in 24 hours; this one goes at \d\d:\d\d UTC on \d{4}-\d\d-\d\d at the earliest\.$/,
  )
  expect(held).toMatchObject({ server_answer: words, attempts: 0 })

  const lookedAgain = await letPass(2)
  await until(customer, 'queued', 2, lookedAgain)
  const roomForOne = await letPass(20)
  await until(customer, 'queued', 1, roomForOne)
  await until(customer, 'sent', budget + 1)
  await letPass(2)
  await until(customer, 'sent', budget + 2)

  ada = await app.ada()
  const told = await Promise.all([...first, ...second].map((id) => toldOf(customer, id)))
  const accepted = { kind: 'mail.accepted', answer: expect.stringMatching(/^250/) }
  const waited = told.filter(([earliest]) => earliest?.kind === 'mail.delayed')
  expect(waited).toEqual(Array(2).fill([{ kind: 'mail.delayed', answer: words }, accepted]))
  expect(told.filter((each) => !waited.includes(each))).toEqual(Array(budget).fill([accepted]))
})

test('the budget is of one account: that of another is whole', async () => {
  const spent = await aDirectCustomer('Globex')
  await deployToPeople(spent, budget + 1)
  await until(spent, 'queued', 1)
  const other = await aDirectCustomer('Hooli')
  await deployToPeople(other, budget)
  await until(other, 'sent', budget)
})

test('a test of the deployment e-mail counts, and waits like the others', async () => {
  const customer = await aDirectCustomer('Initech')
  await ada.post(`${customer.path}/deployment-email/en/test-messages`, {}).expect(202)
  await until(customer, 'sent', 1)
  await deployToPeople(customer, budget - 1)
  await until(customer, 'sent', budget)
  await ada.post(`${customer.path}/deployment-email/en/test-messages`, {}).expect(202)
  const [held] = await until(customer, 'queued', 1)
  expect(held?.recipient).toBe('ada@northwind.example')
})

test('UA-62: a welcome e-mail counts, and waits like the others; the admin sees why', async () => {
  const customer = await aDirectCustomer('Soylent')
  const ids: string[] = []
  for (let at = 0; at <= budget; at++) {
    const person = { email: `${at}@soylent.example`, role: 'user', registered: false } as const
    const { id } = await aColleague(app, customer, person)
    await ada.post(`${customer.path}/users/${id}/welcome-emails`).expect(202)
    ids.push(id)
  }
  await until(customer, 'sent', budget)
  const held = await waitUntil(
    async () => {
      const all = ids.map((id) => ada.get(`${customer.path}/users/${id}/invitation`).expect(200))
      return (await Promise.all(all)).find(({ state, answer }) => state === 'queued' && answer !== null)
    },
    { what: 'a welcome e-mail is held' },
  )
  expect(held).toMatchObject({ sentAt: null, answer: expect.stringMatching(/^The account has sent 3 mails/) })
})

test('the mail that tells of a new phone goes although the budget is spent, and takes no place in it', async () => {
  const customer = await aDirectCustomer('Umbrella')
  const [anna] = await deployToPeople(customer, 1)
  await until(customer, 'sent', 1)
  const setUpPhoneOf = async (id: string | undefined) =>
    aPhone(app, await linkTokenOf(app, ada, customer, id as string))
  await setUpPhoneOf(anna)
  await until(customer, 'sent', 2)
  // So that the account is counted anew.
  app.clock.advance({ minutes: 2 })
  const [bob] = await deployToPeople(customer, budget)
  await until(customer, 'queued', 1)
  await until(customer, 'sent', budget + 1)
  await setUpPhoneOf(bob)
  await until(customer, 'sent', budget + 2)
  await until(customer, 'queued', 1)
})

test('a mail that is newer than the count waits for the next one, because the account may have grown', async () => {
  const customer = await aDirectCustomer('Tyrell')
  await deployToPeople(customer, 1)
  await until(customer, 'sent', 1)
  await deployToPeople(customer, budget)
  await waitUntil(async () => (await mailsOf(customer, 'queued'))[0]?.server_answer, { what: 'it is told' })
  const [job] = await asSuperuser<{ seconds: number }>(
    app.database,
    `select extract(epoch from run_at - now())::int as seconds from graphile_worker._private_jobs
      where payload ->> 'accountId' = $1 and run_at > now()`,
    [customer.id],
  )
  expect(job?.seconds).toBeGreaterThan(0)
  expect(job?.seconds).toBeLessThanOrEqual(60)
})

test('the account is counted once a minute, however many mails go', async () => {
  const customer = await aDirectCustomer('Stark')
  await deployToPeople(customer, 10)
  await until(customer, 'queued', 10 - budget)
  expect(asked.get(customer.id)).toBe(1)
})

test('the budget is a thousand mails, or ten for each subscriber or person', async () => {
  const customer = await aCustomer(ada, { name: 'Wayne' })
  const budgetNow = () => app.platform.database.inAccount(customer.id, mailBudget)
  expect(await budgetNow()).toBe(1_000)
  await Promise.all(
    Array.from({ length: 101 }, (_, at) => aSubscriber(ada, customer, { pbxSipUserName: `${2000 + at}` })),
  )
  expect(await budgetNow()).toBe(1_010)
  const people = Array.from({ length: 102 }, (_, at) => `First,Last,${at}@wayne.example,User`)
  const { planned, applied } = userImportsOf(ada, customer)
  await applied(await planned(peopleCsv(people), { sendWelcome: 'false' }))
  expect(await budgetNow()).toBe(1_020)
})
