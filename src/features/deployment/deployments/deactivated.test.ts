import { expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import { startTestApp } from '#tests/harness/app.ts'
import { aCustomer, aSubscriber, deployTo } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'
import { startOperation } from '../../operations/index.ts'

test('UA-1: a deployment that was begun before its customer was deactivated sends nobody a link any more', async ({
  onTestFinished,
}) => {
  const app = await startTestApp()
  onTestFinished(() => app.stop())
  const ada = await app.ada()
  const acme = await aCustomer(ada)
  const anna = await aSubscriber(ada, acme)
  await ada.patch(acme.path, { status: 'deactivated' }).expect(200)
  // Begun now and not before, because nothing else would be certain to come first.
  const { operationId } = await app.platform.database.inAccount(acme.id, (tx) =>
    startOperation(app.platform, tx, { userId: newId(), name: 'Ada', author: null }, 'deployment', {
      selection: { ids: [anna.id] },
      actorName: 'Ada',
    }),
  )
  const found = (statement: string, id: string) => asSuperuser(app.database, statement, [id])
  await waitUntil(
    async () => {
      const ended = 'select 1 from app.operations where operation_id = $1 and finished_at is not null'
      return (await found(ended, operationId)).length > 0
    },
    { what: 'the deployment has ended' },
  )
  const items = await found(
    'select outcome, code from app.operation_items where operation_id = $1',
    operationId,
  )
  expect(items).toEqual([{ outcome: 'skipped', code: 'accounts.deactivated' }])
  const mails = "select 1 from app.outgoing_mails where account_id = $1 and kind = 'deployment'"
  expect(await found(mails, acme.id)).toEqual([])
})

test('UA-1: a deployment e-mail that waits when its customer is deactivated is not sent; reactivated, the admin sees why', async ({
  onTestFinished,
}) => {
  const app = await startTestApp()
  onTestFinished(() => app.stop())
  const ada = await app.ada()
  const acme = await aCustomer(ada)
  await ada.patch(acme.path, { redirectBypass: true }).expect(200)
  const anna = await aSubscriber(ada, acme)
  const mail = async () => {
    const row =
      "select status, server_answer from app.outgoing_mails where account_id = $1 and kind = 'deployment'"
    return (await asSuperuser(app.database, row, [acme.id]))[0]
  }
  app.mail.refuse(() => 450)
  await deployTo(ada, acme, [anna.id])
  await waitUntil(async () => (await mail()).server_answer, { what: 'the mail is put off' })
  await ada.patch(acme.path, { status: 'deactivated' }).expect(200)
  app.mail.refuse(() => undefined)
  await waitUntil(
    async () => {
      // Its next attempt is seconds away, and due now.
      const jobs = 'update graphile_worker._private_jobs set run_at = now() where locked_at is null'
      await asSuperuser(app.database, jobs)
      return ['not-sent', 'sent'].includes((await mail()).status)
    },
    { what: 'the mail has its fate' },
  )
  expect(app.mail.messages.filter(({ envelope }) => envelope.to.includes(anna.email))).toEqual([])
  await ada.patch(acme.path, { status: 'active' }).expect(200)
  const path = `${acme.path}/subscribers/${anna.id}`
  expect(await ada.get(path).expect(200)).toMatchObject({ state: 'failed', deployedAt: null })
  const { items } = await ada.get(`${path}/timeline`).expect(200)
  expect(items[0]).toMatchObject({
    kind: 'mail.not-sent',
    details: { answer: expect.stringContaining('Reactivate it, then deploy again.') },
  })
})
