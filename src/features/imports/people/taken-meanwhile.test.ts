import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { peopleCsv, userImportsOf } from '#tests/harness/user-imports.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'
import { addUser } from '../../users/index.ts'

let app: TestApp
let ada: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
})
afterAll(() => app.stop())
beforeEach(async () => {
  acme = await aCustomer(ada)
})

const three = ['Anna Kühn,anna@acme.example', 'Bob Brown,bob@acme.example', 'Carol Díaz,carol@acme.example']
const noMails = { sendWelcome: 'false' }
const emails = async () => (await userImportsOf(ada, acme).people()).map(({ email }) => email).sort()
const somebodyWaits = () =>
  waitUntil(
    async () => {
      const waiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
      return (await asSuperuser(app.database, waiting)).length > 0
    },
    { what: 'the import waits for whoever takes the address' },
  )

/** Bob is added by hand: it was begun before the import judged his row, and is committed while the import writes it. */
async function whileBobIsTaken<T>(apply: () => Promise<T>): Promise<T> {
  let applied: Promise<T> | undefined
  await app.platform.database.inAccount(acme.id, async (tx) => {
    const bob = { firstName: 'Bob', lastName: 'First', email: 'bob@acme.example', role: 'user' }
    await addUser(app.platform, tx, { kind: 'operator', name: 'Olga' }, bob)
    applied = apply()
    await somebodyWaits()
  })
  return applied as Promise<T>
}

describe('UA-30: an address that is taken between judging and writing', () => {
  test('fails its own row of a partial import and says why; the others are added', async () => {
    const imports = userImportsOf(ada, acme)
    const plan = await imports.planned(peopleCsv(three, 'Name,Email'), { ...noMails, partial: 'true' })
    const operation = await whileBobIsTaken(() => imports.applied(plan))
    expect(operation).toMatchObject({ status: 'done', done: 2, failed: 1 })
    const failed = (await imports.items(operation)).find(({ outcome }) => outcome === 'failed')
    expect(failed).toMatchObject({
      code: 'row.conflict',
      message: expect.stringContaining('has this e-mail address'),
    })
    expect(await emails()).toEqual(['anna@acme.example', 'bob@acme.example', 'carol@acme.example'])
    expect((await imports.read(plan)).status).toBe('applied')
  })

  test('leaves nothing of an import that is all or nothing', async () => {
    const imports = userImportsOf(ada, acme)
    const plan = await imports.planned(peopleCsv(three, 'Name,Email'), noMails)
    const operation = await whileBobIsTaken(() => imports.applied(plan))
    expect(operation).toMatchObject({ status: 'failed', done: 0 })
    expect(await emails()).toEqual(['bob@acme.example'])
  })

  test.each([
    ['leaves nothing of a customer that is all or nothing', 'false', ['bob']],
    [
      'is left out of a customer, and told by its line, where it is partial',
      'true',
      ['anna', 'bob', 'carol'],
    ],
  ])('%s', async (_title, partial, names) => {
    const { account } = await ada.get('/sessions/current').expect(200)
    const imports = userImportsOf(ada, account)
    const lines = three.map((line) => `${acme.id},${line}`)
    const plan = await imports.planned(peopleCsv(lines, 'Account,Name,Email'), { ...noMails, partial })
    const operation = await whileBobIsTaken(() => imports.applied(plan))
    expect(await imports.items(operation)).toMatchObject([
      { subjectId: acme.id, message: expect.stringContaining('line 3') },
    ])
    expect(await emails()).toEqual(names.map((name) => `${name}@acme.example`))
  })
})
