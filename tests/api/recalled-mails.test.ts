import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { csv, importsOf, people } from '#features/imports/imports.testing.ts'
import type { ApiClient } from '../harness/api-client.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'
import { aCustomer, aSubscriber, deployTo, finished } from '../harness/people.ts'
import { asSuperuser } from '../harness/superuser.ts'
import { waitUntil } from '../harness/wait-until.ts'

let app: TestApp
let ada: ApiClient
let customer: Awaited<ReturnType<typeof aCustomer>>

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
  customer = await aCustomer(ada)
  // Mails then need not wait for the redirect server, which has tests of its own.
  await ada.patch(customer.path, { redirectBypass: true }).expect(200)
})
afterEach(() => app.mail.refuse(() => undefined))
afterAll(() => app.stop())

const imported = ['anna@acme.example', 'bob@acme.example', 'carol@acme.example']

/** The mail log about these addresses. */
const mailsTo = (emails: string[]) =>
  asSuperuser<{ mail_id: string; status: string; server_answer: string; finished_at: Date | null }>(
    app.database,
    'select mail_id, status, server_answer, finished_at from app.outgoing_mails where recipient = any($1)',
    [emails],
  )

/** Deploys while the mail server puts these addresses off; their next attempts are an hour away, so that none is under way. */
async function deployAndHold(ids: string[], emails: string[]): Promise<void> {
  app.mail.refuse((address) => (emails.includes(address) ? 450 : undefined))
  await deployTo(ada, customer, ids)
  await waitUntil(async () => (await postponed(emails, '1 hour')) === emails.length, {
    what: `the mails to ${emails.join(', ')} wait for their next attempt`,
  })
  const held = await mailsTo(emails)
  expect(held.map(({ status }) => status)).toEqual(emails.map(() => 'queued'))
}

/** Sets the next attempts of these mails to a time from now. @returns how many wait */
async function postponed(emails: string[], wait: string): Promise<number> {
  const jobs = await asSuperuser(
    app.database,
    `update graphile_worker._private_jobs set run_at = now() + $2::interval
      where attempts > 0 and locked_at is null
        and payload->>'mailId' in (select mail_id::text from app.outgoing_mails where recipient = any($1))
     returning id`,
    [emails, wait],
  )
  return jobs.length
}

/** They are recalled by the act itself: their next attempt has not come, and the mail server's answer is their last. */
async function expectRecalled(emails: string[]): Promise<void> {
  const mails = await mailsTo(emails)
  expect(mails).toHaveLength(emails.length)
  for (const mail of mails) {
    expect(mail).toMatchObject({ status: 'recalled', finished_at: expect.any(Date) })
    expect(mail.server_answer).toContain('is refused')
  }
}

/** The mail server takes everything again, and each attempt that waits is made. */
async function expectNothingCame(emails: string[]): Promise<void> {
  app.mail.refuse(() => undefined)
  await postponed(emails, '0 seconds')
  await waitUntil(async () => (await attemptsLeft(emails)) === 0, {
    what: 'the attempts that waited are over',
  })
  const came = app.mail.messages.flatMap(({ envelope }) => envelope.to)
  expect(came.filter((address) => emails.includes(address))).toEqual([])
}

const attemptsLeft = async (emails: string[]): Promise<number> =>
  (
    await asSuperuser(
      app.database,
      `select 1 from graphile_worker._private_jobs
        where payload->>'mailId' in (select mail_id::text from app.outgoing_mails where recipient = any($1))`,
      [emails],
    )
  ).length

describe('mails that have not gone are recalled', () => {
  test('CD-10: undoing an import recalls the mails to the people that it had brought', async () => {
    const imports = importsOf(ada)
    await aSubscriber(ada, customer, { email: 'stays@acme.example', pbxSipUserName: '2001' })
    const plan = await imports.planned(customer, csv(people))
    await imports.applied(customer, plan)
    const everybody = (await imports.subscribers(customer)).map(({ id }) => id)
    await deployAndHold(everybody, [...imported, 'stays@acme.example'])

    const path = `${customer.path}/subscriber-imports/${plan.id}/application`
    const undo = await ada.delete(path).expect(202)
    expect(await finished(ada, customer, undo.id)).toMatchObject({ status: 'done', done: 3 })
    await expectRecalled(imported)
    await expectNothingCame(imported)

    // Who was there before is still written to.
    await postponed(['stays@acme.example'], '0 seconds')
    await app.mail.waitForMessage(({ envelope }) => envelope.to.includes('stays@acme.example'))
  })

  test('CD-11: deleting a user recalls the mail to them', async () => {
    const email = 'dora@acme.example'
    const dora = await aSubscriber(ada, customer, { email, pbxSipUserName: '2002' })
    await deployAndHold([dora.id], [email])
    await ada.delete(`${customer.path}/subscribers/${dora.id}`).expect(204)
    await expectRecalled([email])
    await expectNothingCame([email])
  })
})
