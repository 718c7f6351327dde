import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, aSubscriber } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { csv, header, type Imports, importsOf, type Json, people } from './imports.testing.ts'

let app: TestApp
let ada: ApiClient
let imports: Imports

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
  imports = importsOf(ada)
})
afterAll(() => app.stop())

describe('partial', () => {
  const lines = [...people, 'Dan,,dan,x,,']

  test('off: with one error nothing is written', async () => {
    const customer = await aCustomer(ada)
    const made = await imports.planned(customer, csv(lines))
    expect(made.counts).toMatchObject({ create: 3, error: 1 })
    const answer = await ada.post(`${customer.path}/subscriber-imports/${made.id}/application`)
    expect(answer).toMatchObject({ status: 409, body: { code: 'imports.has-errors', count: 1 } })
    expect(await imports.subscribers(customer)).toEqual([])
    expect((await ada.get(`${customer.path}/subscriber-imports/${made.id}`).expect(200)).status).toBe('ready')
  })

  test('on: the good rows are written and the others left out', async () => {
    const customer = await aCustomer(ada)
    const made = await imports.planned(customer, csv(lines), { partial: 'true' })
    expect(await imports.applied(customer, made)).toMatchObject({ status: 'done', done: 3 })
    expect(await imports.subscribers(customer)).toHaveLength(3)
  })

  test('off: when a record came in between that makes a row a conflict, nothing is written', async () => {
    const customer = await aCustomer(ada)
    const made = await imports.planned(customer, csv(people))
    await aSubscriber(ada, customer, { pbxSipUserName: '1002', lastName: 'Faster' })
    const operation = await imports.applied(customer, made)
    expect(operation).toMatchObject({ status: 'failed', done: 0 })
    expect(operation.failure).toContain('Nothing was imported')
    expect((await imports.subscribers(customer)).map((each) => each.lastName)).toEqual(['Faster'])
    expect(await ada.get(`${customer.path}/subscriber-imports/${made.id}`).expect(200)).toMatchObject({
      status: 'failed',
      failure: expect.stringContaining('Nothing was imported'),
    })
  })

  test('on: then that row fails and the others are written', async () => {
    const customer = await aCustomer(ada)
    const made = await imports.planned(customer, csv(people), { partial: 'true' })
    await aSubscriber(ada, customer, { pbxSipUserName: '1002', lastName: 'Faster' })
    expect(await imports.applied(customer, made)).toMatchObject({ status: 'done', done: 2, failed: 1 })
    expect(await imports.subscribers(customer)).toHaveLength(3)
  })

  test('off: a fault in the middle leaves nothing half-written', async () => {
    const customer = await aCustomer(ada)
    const { id: profileId } = await ada
      .post(`${customer.path}/deployment-profiles`, { name: 'Leaving', pinRequired: false })
      .expect(201)
    const columns = `Profile,${header}`
    const made: Json = await imports
      .plan(customer, csv([`Leaving,${people[0]}`, `Softphones,${people[1]}`], columns))
      .expect(201)
    expect(made.counts).toMatchObject({ create: 2 })
    await ada.delete(`${customer.path}/deployment-profiles/${profileId}`).expect(204)
    expect(await imports.applied(customer, made)).toMatchObject({ status: 'failed', done: 0 })
    expect(await imports.subscribers(customer)).toEqual([])
  })
})

describe('a plan', () => {
  test('MU-14: shows no secret, neither in its rows, nor stored, nor in the log', async () => {
    const customer = await aCustomer(ada)
    const secrets = ['PBX-s3cret-77', '80808080', 'MBG-s3cret-77', 'CS-s3cret-77', '31415926']
    const columns =
      'Last name,Email address,PBX SIP host,PBX SIP user name,PBX SIP password,Voicemail PIN,MBG SIP password,Client service password,Deployment PIN'
    const made = await imports.planned(
      customer,
      csv([`X,x@acme.example,pbx.acme.example,77,${secrets.join(',')}`], columns),
    )
    expect(made.counts).toMatchObject({ create: 1 })
    const shown = await imports.rows(customer, made)
    expect(shown[0].cells).toMatchObject({
      lastName: 'X',
      pbxSipPassword: '(kept)',
      voicemailPin: '(kept)',
      mbgSipPassword: '(kept)',
      clientServicePassword: '(kept)',
      deploymentPin: '(kept)',
    })
    const operation = await imports.applied(customer, made)
    const stored = await asSuperuser(
      app.database,
      `select (select json_agg(t) from app.imports t) as imports, (select json_agg(t) from app.import_rows t) as rows,
              (select json_agg(t) from app.subscribers t) as subscribers, (select json_agg(t) from app.audit_events t) as events,
              (select json_agg(t) from app.operations t) as operations`,
    )
    const everything = JSON.stringify([made, shown, operation, stored, app.logged])
    for (const secret of secrets) expect(everything).not.toContain(secret)
  })

  test('of another account is as unknown as one that does not exist', async () => {
    const [customer, other] = [await aCustomer(ada), await aCustomer(ada, { name: 'Globex' })]
    const made = await imports.planned(customer, csv(people))
    for (const id of [made.id, newId()]) {
      const path = `${other.path}/subscriber-imports/${id}`
      for (const answer of [
        await ada.get(path),
        await ada.get(`${path}/rows`),
        await ada.post(`${path}/application`),
      ]) {
        expect(answer).toMatchObject({ status: 404, body: { code: 'http.not-found' } })
      }
    }
  })

  test('CD-10: the same PIN in many rows is imported with a warning that names the risk', async () => {
    const customer = await aCustomer(ada)
    const columns = `${header},Deployment PIN`
    const made = await imports.planned(
      customer,
      csv(
        people.map((line) => `${line},482913`),
        columns,
      ),
    )
    expect(made.counts).toMatchObject({ create: 3 })
    expect(made.warnings.map((warning: { code: string }) => warning.code)).toContain('pins.shared')
    expect(JSON.stringify(made.warnings)).not.toContain('482913')
  })
})
