import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, deployTo } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'

let app: TestApp
let ada: ApiClient
let customer: Awaited<ReturnType<typeof aCustomer>>
let path: string

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
  customer = await aCustomer(ada)
  path = `${customer.path}/subscribers`
})
afterAll(() => app.stop())

describe('secrets', () => {
  test('MU-14: stand in no answer, list, audit, timeline, operation or stored row', async () => {
    const secrets = {
      pbxSipPassword: 'PBX-7f3a9c',
      voicemailPin: '90817263',
      mbgSipPassword: 'MBG-7f3a9c',
      clientServicePassword: 'CSP-7f3a9c',
      deploymentPin: '3141592653',
    }
    const made = await ada.post(path, {
      ...secrets,
      profileId: customer.profileId,
      lastName: 'Silent',
      email: 'silent@acme.example',
      pbxSipHost: 'pbx.acme.example',
      pbxSipUserName: '1077',
    })
    const changed = await ada.patch(`${path}/${made.body.id}`, { ...secrets, deploymentPin: '2718281828' })
    const refused = await ada.patch(`${path}/${made.body.id}`, { ...secrets, email: 'no address' })
    const operation = await deployTo(ada, customer, [made.body.id])
    const answers = await Promise.all(
      [
        path,
        `${path}/${made.body.id}`,
        `${path}/${made.body.id}/timeline`,
        `${path}/${made.body.id}/clients`,
        `${customer.path}/events`,
        `${customer.path}/operations`,
        `${customer.path}/operations/${operation.id}/items`,
      ].map((each) => ada.get(each).expect(200)),
    )
    const stored = await asSuperuser(
      app.database,
      `select (select json_agg(t) from app.subscribers t) as subscribers, (select json_agg(t) from app.audit_events t) as events,
              (select json_agg(t) from app.timeline_entries t) as timeline, (select json_agg(t) from app.operations t) as operations,
              (select json_agg(t) from app.outgoing_mails t) as mails, (select json_agg(t) from app.deployments t) as deployments,
              (select json_agg(t) from graphile_worker._private_jobs t) as jobs`,
    )
    const everything = JSON.stringify([made.body, changed.body, refused.body, answers, stored, app.logged])
    for (const secret of [...Object.values(secrets), '2718281828']) expect(everything).not.toContain(secret)
  })
})
