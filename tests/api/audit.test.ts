import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { features } from '#features/index.ts'
import type { Route } from '#platform/http/index.ts'
import { type ApiClient, openApiClient } from '../harness/api-client.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'
import { aCustomer, anApiKey, aSubscriber, auditTrailOf } from '../harness/people.ts'
import { acts } from './audited-acts.ts'

let app: TestApp
let ada: ApiClient
let customer: Awaited<ReturnType<typeof aCustomer>>
/** Reads the history whatever the acts ask of people. */
let reader: ApiClient

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
  customer = await aCustomer(ada)
  const { account } = await ada.get('/sessions/current').expect(200)
  const { key } = await anApiKey(ada, account, { scopes: ['events.read'] })
  reader = openApiClient(app.serviceOrigin, { authorization: `Bearer ${key}` })
})
afterAll(() => app.stop())

describe('the audit', () => {
  test.each(Object.entries(acts))('%s writes exactly one event in its account', async (_act, {
    writes,
    prepare,
  }) => {
    const act = await prepare({ app, ada, customer })
    const before = await auditTrailOf(reader, customer)
    await act()
    expect((await auditTrailOf(reader, customer)).slice(before.length)).toEqual([writes])
  })

  test('an act that is refused writes none', async () => {
    const before = await auditTrailOf(ada, customer)
    await ada.patch(customer.path, { country: 'x' }).expect(422)
    await ada.patch(customer.path, { name: 'Late' }, { 'if-match': '"99"' }).expect(412)
    await ada.post(`${customer.path}/deployment-profiles`, { name: 'Do not deploy' }).expect(409)
    await ada
      .post(`${customer.path}/subscribers`, {
        lastName: 'X',
        email: 'x@acme.example',
        profileId: customer.profileId,
      })
      .expect(422)
    await app.anybody().post('/sessions', { email: 'coming@acme.example', password: 'wrong' }).expect(401)
    expect(await auditTrailOf(ada, customer)).toEqual(before)
  })

  test('says who, from where, on what, and that the partner did it', async () => {
    const { user } = await ada.get('/sessions/current').expect(200)
    const anna = await aSubscriber(ada, customer)
    const [event] = (await ada.get(`/accounts/${customer.id}/events?limit=1`).expect(200)).items
    expect(event).toMatchObject({
      action: 'subscriber.added',
      actorKind: 'user',
      actorId: user.id,
      actorName: user.name,
      fromPartner: true,
      subjectKind: 'subscriber',
      subjectId: anna.id,
      address: expect.stringMatching(/127\.0\.0\.1|::1/),
    })
  })

  test('pages newest first, each event once', async () => {
    const ids: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: { items: Array<{ id: string }>; nextCursor: string | null } = await ada
        .get(`/accounts/${customer.id}/events?limit=7${cursor && `&cursor=${cursor}`}`)
        .expect(200)
      ids.push(...page.items.map((event) => event.id))
      cursor = page.nextCursor
    }
    expect(ids).toEqual([...new Set(ids)])
    expect(ids).toHaveLength((await auditTrailOf(ada, customer)).length)
  })

  /** Acts in another account than the customer (addAccount, deleteOrder, finishSetUp), or is tried with operations of its own. */
  const elsewhere = ['addAccount', 'deleteOrder', 'finishSetUp', 'cancelOperation', 'retryOperation']
  /** Need an identity provider and a name server: src/features/auth/single-sign-on/settings.test.ts. */
  const withIdentityProvider = [
    'saveIdentityProvider',
    'changeIdentityProvider',
    'removeIdentityProvider',
    'testIdentityProvider',
    'addEmailDomain',
    'checkEmailDomain',
    'removeEmailDomain',
  ]
  /** Leads away; what comes of it is an event when the browser is back. */
  const leadsAway = ['beginSingleSignOn', 'beginStepUpBySingleSignOn']
  /** Of a plan: who corrected what is in the plan itself until it is applied, which is an event. */
  const changesNothing = [
    'previewDeploymentEmail',
    'correctSubscriberImportRow',
    'correctUserImportRow',
    'lookUpSetUpLink',
    'forecastLicences',
    'forecastUserDeletion',
    'forecastSmsNumbers',
    'findSignInMethods',
    'lookUpPasswordReset',
    'openPasswordReset',
  ]

  test('is proven for every state-changing route there is', () => {
    const routes: Route[] = features.flatMap((feature) => feature.routes(app.platform))
    const changing = routes.filter((route) => route.method !== 'GET').map((route) => route.operation)
    const proven = [
      ...Object.keys(acts),
      ...elsewhere,
      ...withIdentityProvider,
      ...leadsAway,
      ...changesNothing,
    ]
    expect(changing.filter((operation) => !proven.includes(operation))).toEqual([])
  })
})
