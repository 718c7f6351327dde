import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Tx } from '#platform/database/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, anAdminOf, aSetUpLink } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'
import { openSession } from './sessions.ts'
import { upsertPassword } from './store.ts'

const client = { address: '192.0.2.7', userAgent: undefined }
const proof = { signedInBy: 'password', hasSecondFactor: false } as const

let app: TestApp
let ada: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>
let carlaId: string

beforeAll(async () => {
  app = await startTestApp({ worker: false })
  ada = await app.ada()
})
afterAll(() => app.stop())
beforeEach(async () => {
  acme = await aCustomer(ada)
  const carla = await anAdminOf(app, acme, { email: `carla.${acme.id.slice(-12)}@acme.example` })
  carlaId = (await carla.get('/sessions/current').expect(200)).user.id
})

const become = (status: string) => ada.patch(acme.path, { status })
const sessions = () =>
  asSuperuser(app.database, 'select 1 from app.sessions where account_id = $1', [acme.id])

/** Waits until somebody waits for a lock that a transaction of the test holds. */
const somebodyWaits = () =>
  waitUntil(
    async () => {
      const waiting =
        "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
      return (await asSuperuser(app.database, waiting)).length > 0
    },
    { what: 'a statement waits for a lock' },
  )

/** What the partner's act does, as far as it matters here. */
async function deactivate(tx: Tx): Promise<void> {
  const values = { status: 'deactivated' }
  await tx.updateTable('app.accounts').set(values).where('accountId', '=', acme.id).execute()
  await tx.deleteFrom('app.sessions').where('accountId', '=', acme.id).execute()
}

/** Runs `act` in a transaction of the account that is committed after `meanwhile` has begun and stands still. */
async function interleaved<T>(act: (tx: Tx) => Promise<void>, meanwhile: () => Promise<T>): Promise<T> {
  let begun: Promise<T> | undefined
  await app.platform.database.inAccount(acme.id, async (tx) => {
    await act(tx)
    begun ??= meanwhile()
    // What comes of it is looked at below.
    begun.catch(() => {})
    await somebodyWaits()
  })
  return begun as Promise<T>
}

describe('UA-1 Session theft: a sign-in in the moment in which the account is deactivated', () => {
  test('that is first is ended by the deactivation', async () => {
    let token = ''
    const deactivated = await interleaved(
      async (tx) => {
        token = await openSession(app.platform, tx, carlaId, client, proof)
      },
      () => become('deactivated'),
    )
    expect(deactivated.status).toBe(200)
    expect(await sessions()).toEqual([])
    await become('active').expect(200)
    expect((await app.anybody().get('/sessions/current', { cookie: `rollcall=${token}` })).status).toBe(401)
  })

  test('that comes second opens nothing, not even after the account is active again', async () => {
    const signIn = () =>
      app.platform.database.inAccount(acme.id, (tx) => openSession(app.platform, tx, carlaId, client, proof))
    await expect(interleaved(deactivate, signIn)).rejects.toMatchObject({ code: 'auth.wrong-credentials' })
    expect(await sessions()).toEqual([])
  })

  test('with a set-up link is refused like one with an unknown link, and the link is not used up', async () => {
    const token = await aSetUpLink(app, acme, { email: `dora.${acme.id.slice(-12)}@acme.example` })
    const setUp = () => app.anybody().post('/set-ups', { token, password: 'forty paper boats tonight' })
    expect(await interleaved(deactivate, setUp)).toMatchObject({
      status: 410,
      body: { code: 'auth.set-up-link-unknown' },
    })
    expect(await sessions()).toEqual([])
    await become('active').expect(200)
    expect((await setUp()).status).toBe(201)
  })
})

describe('Session theft: a sign-in in the moment in which the password is changed', () => {
  test('with the password from before opens nothing', async () => {
    const change = async (tx: Tx) => {
      await tx.selectFrom('app.users').select('userId').where('accountId', '=', acme.id).forUpdate().execute()
      await upsertPassword(tx, carlaId, 'of another password', app.clock.now(), null)
    }
    const given = { email: `carla.${acme.id.slice(-12)}@acme.example`, password: 'carla counts the stairs' }
    expect(await interleaved(change, () => app.anybody().post('/sessions', given))).toMatchObject({
      status: 401,
      body: { code: 'auth.wrong-credentials' },
    })
    expect(await sessions()).toHaveLength(1)
  })
})
