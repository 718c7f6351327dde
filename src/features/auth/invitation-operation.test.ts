import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aColleague, aCustomer, anAdminOf, aPerson, auditTrailOf, finished } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'

let app: TestApp
let ada: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>

beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.stop())
beforeEach(async () => {
  ada = await app.ada()
  acme = await aCustomer(ada)
  app.mail.refuse(() => undefined)
})

const unregistered = (name: string, columns = {}) =>
  aPerson(app, acme, { email: `${name}@acme.example`, registered: false, columns })

/** Sends welcome e-mails to the selected. @returns the operation when it has ended, and its items by the person's id */
async function welcomed(selection: unknown, by = ada) {
  const { id } = await by.post(`${acme.path}/welcome-emails`, { selection }).expect(202)
  const operation = await finished(by, acme, id)
  const { items } = await by.get(`${acme.path}/operations/${id}/items?limit=500`).expect(200)
  const itemOf = new Map<string, { outcome: string; code: string | null }>(
    items.map((item: { subjectId: string }) => [item.subjectId, item]),
  )
  return { operation, itemOf }
}

const queuedTo = async () => {
  const mails =
    "select recipient from app.outgoing_mails where account_id = $1 and kind = 'welcome' order by recipient"
  return (await asSuperuser(app.database, mails, [acme.id])).map(({ recipient }) => recipient.split('@')[0])
}

const statusOf = async (id: string) => (await ada.get(`${acme.path}/users/${id}`).expect(200)).status

describe('UA-62: sending welcome e-mails to many', () => {
  test('sends each of the selected a link of their own and marks them invited; one audit event tells of all', async () => {
    const [anna, ben] = [await unregistered('anna'), await unregistered('ben')]
    await unregistered('carol')
    const { operation } = await welcomed({ ids: [anna.id, ben.id] })
    expect(operation).toMatchObject({ kind: 'welcome-email', status: 'done', total: 2, done: 2 })
    expect(await queuedTo()).toEqual(['anna', 'ben'])
    expect([await statusOf(anna.id), await statusOf(ben.id)]).toEqual(['invited', 'invited'])
    const trail = await auditTrailOf(ada, acme)
    expect(trail.filter((act) => act === 'welcome-email.started')).toHaveLength(1)
    expect(trail.filter((act) => act === 'user.invited')).toHaveLength(2)
    const links = await asSuperuser(
      app.database,
      'select distinct token_hash from app.set_up_links where account_id = $1 and used_at is null and mail_state is not null',
      [acme.id],
    )
    expect(links).toHaveLength(2)
  })

  test('makes them findable at sign-in, so that the password they choose signs them in', async () => {
    const pia = await unregistered('pia', { origin: 'pbx', onPbx: true })
    // As whoever lost their sign-in is.
    await asSuperuser(app.database, 'delete from app.sign_in_directory where account_id = $1', [acme.id])
    await welcomed({ ids: [pia.id] })
    const token = await waitUntil(
      async () => {
        const { raw } = app.mail.messages.findLast(({ envelope }) => envelope.to.includes(pia.email)) ?? {}
        return raw && /\/welcome\/(\S+)/.exec((await app.mail.parse(raw)).text ?? '')?.[1]
      },
      { what: 'the welcome e-mail' },
    )
    const password = 'pia likes long trains'
    await app.anybody().post('/set-ups', { token, password }).expect(201)
    expect((await app.anybody().post('/sessions', { email: pia.email, password })).status).toBe(201)
  })

  test('skips who has registered and who is deactivated, each with the reason, and fails nobody', async () => {
    const dora = await aColleague(app, acme, { email: 'dora@acme.example', role: 'user' })
    const eva = await unregistered('eva', { status: 'inactive' })
    const finn = await unregistered('finn')
    const nobody = newId()
    const { operation, itemOf } = await welcomed({ ids: [dora.id, eva.id, finn.id, nobody] })
    expect(operation).toMatchObject({ done: 1, skipped: 2, failed: 1 })
    expect(itemOf.get(dora.id)).toMatchObject({ outcome: 'skipped', code: 'auth.already-registered' })
    expect(itemOf.get(eva.id)).toMatchObject({ outcome: 'skipped', code: 'auth.person-deactivated' })
    expect(itemOf.get(nobody)).toMatchObject({ outcome: 'failed', code: 'http.not-found' })
    expect(await queuedTo()).toEqual(['finn'])
  })

  test('a repeat ends the older link, and leaves one invitation for each person', async () => {
    const anna = await unregistered('anna')
    await welcomed({ ids: [anna.id] })
    const hash = async () => {
      const open = 'select token_hash from app.set_up_links where user_id = $1 and used_at is null'
      return asSuperuser(app.database, open, [anna.id])
    }
    const before = await hash()
    await Promise.all([welcomed({ ids: [anna.id] }), welcomed({ ids: [anna.id] })])
    const after = await hash()
    expect(after).toHaveLength(1)
    expect(after).not.toEqual(before)
  })

  test('takes all that a list of people matches, but for some', async () => {
    const dora = await aColleague(app, acme, { email: 'dora@acme.example', role: 'user' })
    const [anna] = [await unregistered('anna'), await unregistered('ben')]
    const filter = { property: ['unregistered'] }
    const { operation, itemOf } = await welcomed({ all: true, filter, except: [anna.id], expectedCount: 1 })
    expect(operation).toMatchObject({ total: 1, done: 1 })
    expect(itemOf.has(dora.id)).toBe(false)
    expect(await queuedTo()).toEqual(['ben'])
  })

  test('takes all invitations in a state that a search finds, and no one who was never invited', async () => {
    app.mail.refuse((address) => (address.startsWith('anna') ? 550 : undefined))
    const [anna, annabel, ben] = [
      await unregistered('anna'),
      await unregistered('annabel'),
      await unregistered('ben'),
    ]
    await unregistered('annegret')
    await welcomed({ ids: [anna.id, annabel.id, ben.id] })
    const failed = () => ada.get(`${acme.path}/invitations?state=failed`).expect(200)
    await waitUntil(async () => (await failed()).items.length === 2, { what: 'two mails are refused' })
    const all = { all: true, filter: { invitation: 'failed', search: 'anna' }, except: [annabel.id] }
    const { operation, itemOf } = await welcomed({ ...all, expectedCount: 1 })
    expect(operation).toMatchObject({ status: 'done', total: 1, done: 1 })
    expect([...itemOf.keys()]).toEqual([anna.id])
    const open = await welcomed({ all: true, filter: { invitation: 'open' }, expectedCount: 3 })
    expect(new Set(open.itemOf.keys())).toEqual(new Set([anna.id, annabel.id, ben.id]))
    const wrong = await welcomed({ all: true, filter: { invitation: 'open' }, expectedCount: 2 })
    expect(wrong.operation).toMatchObject({ status: 'failed', done: 0 })
  })

  test('mails nobody where the account was deactivated before its turn came', async () => {
    const anna = await unregistered('anna')
    await asSuperuser(
      app.database,
      `create function app.deactivate() returns trigger language plpgsql as $$ begin
         update app.accounts set status = 'deactivated' where account_id = new.account_id; return new; end $$`,
    )
    await asSuperuser(
      app.database,
      'create trigger deactivate after insert on app.operation_items for each row execute function app.deactivate()',
    )
    const { id } = await ada
      .post(`${acme.path}/welcome-emails`, { selection: { ids: [anna.id] } })
      .expect(202)
    const outcome = await waitUntil(
      async () => {
        const items = 'select outcome, code from app.operation_items where operation_id = $1'
        const [item] = await asSuperuser(app.database, items, [id])
        return item?.outcome === 'pending' ? undefined : item
      },
      { what: 'the record was looked at' },
    )
    await asSuperuser(app.database, 'drop trigger deactivate on app.operation_items')
    expect(outcome).toEqual({ outcome: 'skipped', code: 'accounts.deactivated' })
    expect(await queuedTo()).toEqual([])
  })

  test('names what is wrong with a selection, and is for admins alone', async () => {
    const send = (selection: unknown, by = ada) => by.post(`${acme.path}/welcome-emails`, { selection })
    for (const filter of [
      { invitation: 'lost' },
      { invitation: 'open', property: ['admins'] },
      { property: ['rich'] },
    ]) {
      expect((await send({ all: true, filter })).status).toBe(422)
    }
    const carla = await anAdminOf(app, acme, { email: 'carla@acme.example' })
    const anna = await unregistered('anna')
    expect((await send({ ids: [anna.id] }, carla)).status).toBe(202)
    expect((await send({ ids: [anna.id] }, app.anybody())).status).toBe(401)
  })
})
