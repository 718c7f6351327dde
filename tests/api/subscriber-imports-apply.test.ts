import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApiClient } from '../harness/api-client.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'
import {
  aCustomer,
  anAdminOf,
  anApiKey,
  aSubscriber,
  deployTo,
  finished,
  timelineOf,
} from '../harness/people.ts'
import { aLink, aPhone, fetchAsPhone } from '../harness/phones.ts'
import { asSuperuser } from '../harness/superuser.ts'

let app: TestApp
let ada: ApiClient

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
})
afterAll(() => app.stop())

type Customer = Awaited<ReturnType<typeof aCustomer>>
// biome-ignore lint/suspicious/noExplicitAny: what the API answered.
type Json = any

const columns = 'Last name,Email address,PBX SIP host,PBX SIP user name,PBX SIP password'
const csv = (lines: string[], header = columns) => [header, ...lines, ''].join('\n')
const person = (at: number) => `P${at},p${at}@acme.example,pbx.acme.example,${at},s3cret-${at}`
const imports = (customer: Customer) => `${customer.path}/subscriber-imports`
const plan = (
  customer: Customer,
  content: string,
  options: Record<string, string> = {},
  by = ada,
): Promise<Json> =>
  by
    .upload(imports(customer), { name: 'people.csv', content }, { profileId: customer.profileId, ...options })
    .expect(201)
const begin = (customer: Customer, { id }: Json, by = ada): Promise<Json> =>
  by.post(`${imports(customer)}/${id}/application`).expect(202)
const apply = async (customer: Customer, made: Json, by = ada): Promise<Json> =>
  finished(ada, customer, (await begin(customer, made, by)).id)
const undo = async (customer: Customer, { id }: Json): Promise<Json> =>
  finished(ada, customer, (await ada.delete(`${imports(customer)}/${id}/application`).expect(202)).id)
const planOf = (customer: Customer, { id }: Json): Promise<Json> =>
  ada.get(`${imports(customer)}/${id}`).expect(200)
const subscribers = async (customer: Customer): Promise<Json[]> =>
  (await ada.get(`${customer.path}/subscribers?limit=500`).expect(200)).items
const subscriber = (customer: Customer, { id }: Json): Promise<Json> =>
  ada.get(`${customer.path}/subscribers/${id}`).expect(200)
const items = async (customer: Customer, { id }: Json): Promise<Json[]> =>
  (await ada.get(`${customer.path}/operations/${id}/items?limit=500`).expect(200)).items

describe('two imports at once', () => {
  test('that add the same PBX account: one wins, the other changes nothing and names its rows', async () => {
    const customer = await aCustomer(ada)
    const [one, two] = [
      await plan(customer, csv([person(1), person(2)])),
      await plan(customer, csv([person(5), person(2)])),
    ]
    const ends = await Promise.all([apply(customer, one), apply(customer, two)])
    expect(ends.map(({ status }) => status).sort()).toEqual(['done', 'failed'])
    expect(ends.find(({ status }) => status === 'failed').failure).toContain('line 3 would be in conflict')
    expect(await subscribers(customer)).toHaveLength(2)
  })
})

describe('an importer', () => {
  test('who is no longer an admin when the import is applied grants nothing any more', async () => {
    const customer = await aCustomer(ada)
    const carla = await anAdminOf(app, customer)
    const made = await plan(customer, csv([person(1)]), {}, carla)
    await asSuperuser(
      app.database,
      `create function app.demote() returns trigger language plpgsql as $$ begin
         update app.users set role = 'user' where account_id = new.account_id and email = 'carla@acme.example'; return new; end $$`,
    )
    await asSuperuser(
      app.database,
      'create trigger demote after insert on app.operations for each row execute function app.demote()',
    )
    const operation = await apply(customer, made, carla)
    await asSuperuser(app.database, 'drop function app.demote() cascade')
    expect(operation).toMatchObject({ status: 'failed', failure: expect.stringContaining('Carla Rossi') })
    expect(await subscribers(customer)).toEqual([])
  })

  test('whose API key is revoked when the import is applied grants nothing any more', async () => {
    const customer = await aCustomer(ada)
    const carla = await anAdminOf(app, customer)
    const key = app.bearing((await anApiKey(carla, customer, { name: 'Sync' })).key)
    const made = await plan(customer, csv([person(1)]), {}, key)
    await asSuperuser(
      app.database,
      `create function app.revoke_keys() returns trigger language plpgsql as $$ begin
         update app.api_keys set revoked_at = now() where account_id = new.account_id; return new; end $$`,
    )
    await asSuperuser(
      app.database,
      'create trigger revoke_keys after insert on app.operations for each row execute function app.revoke_keys()',
    )
    const operation = await apply(customer, made, key)
    await asSuperuser(app.database, 'drop function app.revoke_keys() cascade')
    expect(operation).toMatchObject({ status: 'failed', failure: expect.stringContaining('(Sync)') })
    expect(await subscribers(customer)).toEqual([])
  })
})

describe('many changes at once', () => {
  test('CD-6, CD-12: mean for links and clients what single changes do', async () => {
    const customer = await aCustomer(ada)
    const anna = await aSubscriber(ada, customer, {
      deploymentPin: '111111',
      clientServiceUserName: 'akuehn',
    })
    const bob = await aSubscriber(ada, customer, { pbxSipUserName: '2', deploymentPin: '222222' })
    const carol = await aSubscriber(ada, customer, { pbxSipUserName: '3', voicemailNumber: '9000' })
    const phone = await aPhone(app, await aLink(app, ada, customer, anna.id), {
      client: 'generic',
      pin: '111111',
    })
    await deployTo(ada, customer, [anna.id, bob.id, carol.id])
    const made = await plan(
      customer,
      csv(
        [
          `${anna.id},anna.kuehn@acme.example,akuehn2,111111,9001`,
          `${bob.id},bob@new.example,,,9001`,
          `${carol.id},anna.kuehn@acme.example,,,9000`,
        ],
        'ID,Email address,Client service user name,Deployment PIN,Voicemail number',
      ),
      { overwrite: 'true' },
    )
    expect(made.counts).toMatchObject({ change: 2, unchanged: 1 })
    await apply(customer, made)
    expect(await subscriber(customer, anna)).toMatchObject({
      clientServiceUserName: 'akuehn2',
      clientCount: 0,
      flags: { redeployRequired: true, updatePending: false },
      state: expect.stringMatching(/queued|sent/),
      secretsSet: { pbxSipPassword: true, deploymentPin: true },
    })
    expect((await fetchAsPhone(phone.url)).text).not.toContain('s3cret')
    expect(await subscriber(customer, bob)).toMatchObject({
      email: 'bob@new.example',
      state: 'revoked',
      version: 2,
    })
    expect(await subscriber(customer, carol)).toMatchObject({ version: 1 })
    expect(await timelineOf(ada, customer, bob.id)).toEqual(
      expect.arrayContaining(['subscriber.changed', 'link.revoked']),
    )
    const { items: found } = await ada.get(`${customer.path}/subscribers?search=bob@new`).expect(200)
    expect(found).toMatchObject([{ id: bob.id }])
  })

  test('MU-11: a PIN that is cleared ends the link that it protected', async () => {
    const customer = await aCustomer(ada)
    const anna = await aSubscriber(ada, customer, { deploymentPin: '111111' })
    await deployTo(ada, customer, [anna.id])
    const made = await plan(customer, csv([`${anna.id},`], 'ID,Deployment PIN'), {
      overwrite: 'true',
      emptyClears: 'true',
    })
    await apply(customer, made)
    expect(await subscriber(customer, anna)).toMatchObject({
      state: 'revoked',
      secretsSet: { deploymentPin: false, pbxSipPassword: true },
    })
  })

  test('MU-7: a record keeps the profile it got since the plan, when the file names none', async () => {
    const customer = await aCustomer(ada)
    const anna = await aSubscriber(ada, customer)
    const other = await ada
      .post(`${customer.path}/deployment-profiles`, { name: 'Other', pinRequired: false })
      .expect(201)
    const content = csv([`${anna.id},Änne`], 'ID,First name')
    const made: Json = await ada
      .upload(imports(customer), { name: 'p.csv', content }, { overwrite: 'true' })
      .expect(201)
    await ada.patch(`${customer.path}/subscribers/${anna.id}`, { profileId: other.id }).expect(200)
    await apply(customer, made)
    expect(await subscriber(customer, anna)).toMatchObject({ firstName: 'Änne', profileId: other.id })
  })
})

describe('undo', () => {
  test('CD-10: new records go with their links, changed ones get everything back, secrets too', async () => {
    const customer = await aCustomer(ada)
    const anna = await aSubscriber(ada, customer, { deploymentPin: '111111' })
    const made = await plan(
      customer,
      csv(
        [`${anna.id},Changed,new@acme.example,,,n3w,222222`, ',P7,p7@acme.example,pbx.acme.example,7,x,'],
        `ID,${columns},Deployment PIN`,
      ),
      { overwrite: 'true' },
    )
    await apply(customer, made)
    const created = (await subscribers(customer)).find((each) => each.lastName === 'P7')
    await deployTo(ada, customer, [created.id])
    const itsLink = 'select token_hash from app.deployments where subscriber_id = $1'
    const [link] = await asSuperuser(app.database, itsLink, [created.id])
    expect(await undo(customer, made)).toMatchObject({ status: 'done', done: 2, skipped: 0 })
    expect(await subscribers(customer)).toMatchObject([
      { id: anna.id, lastName: 'Kühn', email: 'anna.kuehn@acme.example', version: 3 },
    ])
    const disclosed = await ada.post(`${customer.path}/subscribers/${anna.id}/pin-disclosures`)
    expect(disclosed.body.pin).toBe('111111')
    expect(await planOf(customer, made)).toMatchObject({ status: 'undone', undoneAt: expect.any(String) })
    const atRedirect = 'select revoked from app.redirect_links where token_hash = $1'
    expect(await asSuperuser(app.database, atRedirect, [link.token_hash])).toEqual([{ revoked: true }])
    expect((await ada.delete(`${imports(customer)}/${made.id}/application`)).body.code).toBe(
      'imports.not-applied',
    )
  })

  test('refuses, by name, records that were changed or downloaded since; the others are undone', async () => {
    const customer = await aCustomer(ada)
    const made = await plan(customer, csv([person(1), person(2), person(3)]))
    await apply(customer, made)
    const [one, two] = await subscribers(customer)
    await ada.patch(`${customer.path}/subscribers/${one.id}`, { firstName: 'Änne' }).expect(200)
    await asSuperuser(
      app.database,
      'update app.subscribers set downloaded_at = now() where subscriber_id = $1',
      [two.id],
    )
    const operation = await undo(customer, made)
    expect(operation).toMatchObject({ status: 'done', done: 1, skipped: 2 })
    const left = (await items(customer, operation)).filter(({ outcome }) => outcome === 'skipped')
    expect(left).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ code: 'undo.changed-since', message: expect.stringContaining('Änne P1') }),
        expect.objectContaining({ code: 'undo.downloaded-since', message: expect.stringContaining('P2') }),
      ]),
    )
    expect((await subscribers(customer)).map((each) => each.lastName)).toEqual(['P1', 'P2'])
  })

  test('does not give back a PBX account that somebody else has by now', async () => {
    const customer = await aCustomer(ada)
    const anna = await aSubscriber(ada, customer)
    const made = await plan(customer, csv([`${anna.id},1009`], 'ID,PBX SIP user name'), { overwrite: 'true' })
    await apply(customer, made)
    await aSubscriber(ada, customer, { lastName: 'New' })
    const operation = await undo(customer, made)
    expect(await items(customer, operation)).toMatchObject([
      { outcome: 'skipped', code: 'undo.account-taken' },
    ])
    expect(await subscriber(customer, anna)).toMatchObject({ pbxSipUserName: '1009' })
  })

  test('of a plan that was not applied, or of another account, is refused', async () => {
    const [customer, other] = [await aCustomer(ada), await aCustomer(ada, { name: 'Globex' })]
    const made = await plan(customer, csv([person(1)]))
    expect(await ada.delete(`${imports(customer)}/${made.id}/application`)).toMatchObject({
      status: 409,
      body: { code: 'imports.not-applied' },
    })
    await apply(customer, made)
    for (const answer of [
      await ada.delete(`${imports(other)}/${made.id}/application`),
      await ada.post(`${imports(other)}/${made.id}/cancellation`),
      await ada.get(`${imports(other)}/${made.id}/fix-file`),
    ]) {
      expect(answer).toMatchObject({ status: 404, body: { code: 'http.not-found' } })
    }
  })
})
