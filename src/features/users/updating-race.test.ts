import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, aPerson, finished } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.stop())

test('UA-70: a bulk act waits for whoever is changing one of its people, and tells what they left as what was before', async () => {
  const ada = await app.ada()
  const acme = await aCustomer(ada)
  const { id } = await aPerson(app, acme, { email: 'dora@acme.example', columns: { language: 'fr' } })
  const othersWait = `select count(*)::int as count from pg_locks where locktype = 'transactionid' and not granted`
  let operationId = ''
  await app.platform.database.inAccount(acme.id, async (tx) => {
    await tx
      .updateTable('app.users')
      .set({ language: 'es' })
      .where('accountId', '=', acme.id)
      .where('userId', '=', id)
      .execute()
    const selection = { ids: [id] }
    const started = await ada.post(`${acme.path}/user-updates`, { selection, changes: { language: 'de' } })
    operationId = started.body.id
    const isWaitedFor = async () => (await asSuperuser(app.database, othersWait))[0]?.count > 0
    await waitUntil(isWaitedFor, { what: 'the bulk act waits' })
  })
  expect(await finished(ada, acme, operationId)).toMatchObject({ status: 'done', done: 1 })
  const { items } = await ada.get(`${acme.path}/events?subjectId=${id}`).expect(200)
  expect(items[0].changes).toEqual([{ field: 'language', before: 'es', after: 'de' }])
})
