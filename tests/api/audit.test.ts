import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { features } from '#features/index.ts'
import { newId } from '#platform/database/index.ts'
import type { Route } from '#platform/http/index.ts'
import type { ApiClient } from '../harness/api-client.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'
import { aCustomer, anAdminOf, aSubscriber, auditTrailOf, deployTo, finished } from '../harness/people.ts'
import { aLink, aPhone, useLink } from '../harness/phones.ts'

let app: TestApp
let ada: ApiClient
let customer: Awaited<ReturnType<typeof aCustomer>>

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
  customer = await aCustomer(ada)
})
afterAll(() => app.stop())

/** The acts of the API and what each writes down; `prepare` makes what the act needs, and its own events do not count. */
const acts: Record<string, { writes: string; prepare: () => Promise<() => Promise<unknown>> }> = {
  changeAccount: {
    writes: 'account.changed',
    prepare: async () => () => ada.patch(customer.path, { timeZone: 'Europe/Madrid' }).expect(200),
  },
  addProfile: {
    writes: 'profile.added',
    prepare: async () => () =>
      ada.post(`${customer.path}/deployment-profiles`, { name: 'Added' }).expect(201),
  },
  changeProfile: {
    writes: 'profile.changed',
    prepare: async () => () =>
      ada
        .patch(`${customer.path}/deployment-profiles/${customer.profileId}`, { refreshHours: 12 })
        .expect(200),
  },
  deleteProfile: {
    writes: 'profile.deleted',
    prepare: async () => {
      const { id } = await ada.post(`${customer.path}/deployment-profiles`, { name: 'Deleted' }).expect(201)
      return () => ada.delete(`${customer.path}/deployment-profiles/${id}`).expect(204)
    },
  },
  addSubscriber: { writes: 'subscriber.added', prepare: async () => () => aSubscriber(ada, customer) },
  changeSubscriber: {
    writes: 'subscriber.changed',
    prepare: async () => {
      const { id } = await aSubscriber(ada, customer)
      return () => ada.patch(`${customer.path}/subscribers/${id}`, { firstName: 'Änne' }).expect(200)
    },
  },
  deleteSubscriber: {
    writes: 'subscriber.deleted',
    prepare: async () => {
      const { id } = await aSubscriber(ada, customer)
      return () => ada.delete(`${customer.path}/subscribers/${id}`).expect(204)
    },
  },
  deploy: {
    writes: 'deployment.started',
    prepare: async () => {
      const { id } = await aSubscriber(ada, customer)
      return () => deployTo(ada, customer, [id])
    },
  },
  removeClient: {
    writes: 'client.removed',
    prepare: async () => {
      const { id } = await aSubscriber(ada, customer)
      await aPhone(app, await aLink(app, ada, customer, id))
      const clients = `${customer.path}/subscribers/${id}/clients`
      const [client] = (await ada.get(clients).expect(200)).items
      return () => ada.delete(`${clients}/${client.id}`).expect(204)
    },
  },
  renameClient: {
    writes: 'client.renamed',
    prepare: async () => {
      const { id } = await aSubscriber(ada, customer)
      await aPhone(app, await aLink(app, ada, customer, id))
      const clients = `${customer.path}/subscribers/${id}/clients`
      const [client] = (await ada.get(clients).expect(200)).items
      return () => ada.patch(`${clients}/${client.id}`, { name: 'In the car' }).expect(200)
    },
  },
  autoDeploy: {
    writes: 'automatic-deployment.started',
    prepare: async () => {
      const { id } = await aSubscriber(ada, customer)
      return () => inBulk('automatic-deployments', [id])
    },
  },
  forceConfigurations: {
    writes: 'forced-configuration.started',
    prepare: async () => {
      const { id } = await aSubscriber(ada, customer)
      return () => inBulk('forced-configurations', [id])
    },
  },
  synchronise: {
    writes: 'synchronisation.started',
    prepare: async () => {
      const { id } = await aSubscriber(ada, customer)
      return () => inBulk('synchronisations', [id])
    },
  },
  exportSubscribers: {
    writes: 'subscribers.exported',
    prepare: async () => {
      const { id } = await aSubscriber(ada, customer)
      const body = { selection: { ids: [id] }, flavour: 'exact' }
      return () => ada.post(`${customer.path}/subscriber-exports`, body).expect(200)
    },
  },
  cancelSubscriberImport: {
    writes: 'import.cancelled',
    prepare: async () => {
      const { id } = await aPlan()
      return () => ada.post(`${customer.path}/subscriber-imports/${id}/cancellation`).expect(200)
    },
  },
  undoSubscriberImport: {
    writes: 'import.undone',
    prepare: async () => {
      const { id } = await aPlan()
      const path = `${customer.path}/subscriber-imports/${id}/application`
      const applying = await ada.post(path).expect(202)
      await finished(ada, customer, applying.id)
      return async () => {
        const undoing = await ada.delete(path).expect(202)
        await finished(ada, customer, undoing.id)
      }
    },
  },
  handOverLink: {
    writes: 'link.handed-over',
    prepare: async () => {
      const { id } = await aSubscriber(ada, customer)
      return () => ada.post(`${customer.path}/subscribers/${id}/links`).expect(201)
    },
  },
  unlockSubscriber: {
    writes: 'subscriber.unlocked',
    prepare: async () => {
      const { id } = await aSubscriber(ada, customer, { deploymentPin: '482913' })
      const token = await aLink(app, ada, customer, id)
      for (let guess = 0; guess < 5; guess++) await useLink(app, token, { client: 'generic', pin: '0000' })
      return () => ada.post(`${customer.path}/subscribers/${id}/unlocks`).expect(204)
    },
  },
  disclosePin: {
    writes: 'pin.disclosed',
    prepare: async () => {
      const { id } = await aSubscriber(ada, customer, { deploymentPin: '482913' })
      return () => ada.post(`${customer.path}/subscribers/${id}/pin-disclosures`).expect(201)
    },
  },
  generatePins: {
    writes: 'deployment-pins.started',
    prepare: async () => {
      const { id } = await aSubscriber(ada, customer)
      return () => inBulk('deployment-pins', [id])
    },
  },
  makeHandOverList: {
    writes: 'pins.disclosed',
    prepare: async () => {
      const operation = await inBulk('deployment-pins', [(await aSubscriber(ada, customer)).id])
      return () => ada.post(`${customer.path}/deployment-pins/${operation.id}/hand-over-lists`).expect(201)
    },
  },
  deleteSubscribers: {
    writes: 'subscriber-deletion.started',
    prepare: async () => {
      const { id } = await aSubscriber(ada, customer)
      return () => inBulk('subscriber-deletions', [id])
    },
  },
  saveDeploymentEmail: {
    writes: 'deployment-email.changed',
    prepare: async () => {
      const { subject, body } = await ada.get(`${customer.path}/deployment-email/en`).expect(200)
      return () =>
        ada.put(`${customer.path}/deployment-email/en`, { subject: `${subject}!`, body }).expect(200)
    },
  },
  resetDeploymentEmail: {
    writes: 'deployment-email.reset',
    prepare: async () => {
      const { subject, body } = await ada.get(`${customer.path}/deployment-email/de`).expect(200)
      await ada.put(`${customer.path}/deployment-email/de`, { subject: `${subject}!`, body }).expect(200)
      return () => ada.delete(`${customer.path}/deployment-email/de`).expect(204)
    },
  },
  testDeploymentEmail: {
    writes: 'deployment-email.tested',
    prepare: async () => () => ada.post(`${customer.path}/deployment-email/en/test-messages`, {}).expect(202),
  },
  planSubscriberImport: {
    writes: 'import.planned',
    prepare: async () => () => aPlan(),
  },
  applySubscriberImport: {
    writes: 'import.applied',
    prepare: async () => {
      const { id } = await aPlan()
      return async () => {
        const path = `${customer.path}/subscriber-imports/${id}/application`
        const operation = await ada.post(path).expect(202)
        await finished(ada, customer, operation.id)
      }
    },
  },
  addUser: {
    writes: 'user.added',
    prepare: async () => () => aUser('added@acme.example'),
  },
  changeUser: {
    writes: 'user.changed',
    prepare: async () => {
      const { id } = await aUser('changed@acme.example')
      return () => ada.patch(`${customer.path}/users/${id}`, { language: 'fr' }).expect(200)
    },
  },
  deleteUser: {
    writes: 'user.deleted',
    prepare: async () => {
      const { id } = await aUser('deleted@acme.example')
      return () => ada.delete(`${customer.path}/users/${id}`).expect(204)
    },
  },
  // Of nobody: each who is deleted has an event as well (users/deletion-operation.test.ts).
  deleteUsers: {
    writes: 'user-deletion.started',
    prepare: async () => () => inBulk('user-deletions', [newId()]),
  },
  sendWelcomeEmail: {
    writes: 'user.invited',
    prepare: async () => {
      const { id } = await aUser('welcome@acme.example')
      return () => ada.post(`${customer.path}/users/${id}/welcome-emails`).expect(202)
    },
  },
  addLocation: {
    writes: 'location.added',
    prepare: async () => () => aLocation('Added'),
  },
  changeLocation: {
    writes: 'location.changed',
    prepare: async () => {
      const { id } = await aLocation('Before')
      return () => ada.patch(`${customer.path}/locations/${id}`, { name: 'After' }).expect(200)
    },
  },
  deleteLocation: {
    writes: 'location.deleted',
    prepare: async () => {
      const { id } = await aLocation('Deleted')
      return () => ada.delete(`${customer.path}/locations/${id}`)
    },
  },
  stepUp: {
    writes: 'session.stepped-up',
    prepare: async () => {
      const admin = await anAdminOf(app, customer, { email: 'stepping@acme.example' })
      return () =>
        admin.post('/sessions/current/step-ups', { password: 'carla counts the stairs' }).expect(201)
    },
  },
  signOut: {
    writes: 'session.closed',
    prepare: async () => {
      const admin = await anAdminOf(app, customer, { email: 'leaving@acme.example' })
      return () => admin.delete('/sessions/current').expect(204)
    },
  },
  signIn: {
    writes: 'session.opened',
    prepare: async () => {
      await anAdminOf(app, customer, { email: 'coming@acme.example' })
      const credentials = { email: 'coming@acme.example', password: 'carla counts the stairs' }
      return () => app.anybody().post('/sessions', credentials).expect(201)
    },
  },
}

async function inBulk(resource: string, ids: string[]) {
  const operation = await ada.post(`${customer.path}/${resource}`, { selection: { ids } }).expect(202)
  return finished(ada, customer, operation.id)
}

const aUser = (email: string) =>
  ada.post(`${customer.path}/users`, { firstName: 'Dora', lastName: 'Weiss', email }).expect(201)

const aLocation = (name: string) => ada.post(`${customer.path}/locations`, { name }).expect(201)

const aPlan = () =>
  ada
    .upload(`${customer.path}/subscriber-imports`, {
      name: 'one.csv',
      content: 'Last name,Email address\nKühn,anna@acme.example\n',
    })
    .expect(201)

describe('the audit', () => {
  test.each(Object.entries(acts))('%s writes exactly one event in its account', async (_act, {
    writes,
    prepare,
  }) => {
    const act = await prepare()
    const before = await auditTrailOf(ada, customer)
    await act()
    expect((await auditTrailOf(ada, customer)).slice(before.length)).toEqual([writes])
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

  /** Adds to another account than the customer (addAccount, finishSetUp), or is tried with operations of its own. */
  const elsewhere = ['addAccount', 'finishSetUp', 'cancelOperation', 'retryOperation']
  /** Of a plan: who corrected what is in the plan itself until it is applied, which is an event. */
  const changesNothing = [
    'previewDeploymentEmail',
    'correctSubscriberImportRow',
    'lookUpSetUpLink',
    'forecastUserDeletion',
  ]

  test('is proven for every state-changing route there is', () => {
    const routes: Route[] = features.flatMap((feature) => feature.routes(app.platform))
    const changing = routes.filter((route) => route.method !== 'GET').map((route) => route.operation)
    const proven = [...Object.keys(acts), ...elsewhere, ...changesNothing]
    expect(changing.filter((operation) => !proven.includes(operation))).toEqual([])
  })
})
