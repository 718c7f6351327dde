import type { ApiClient } from '../harness/api-client.ts'
import type { TestApp } from '../harness/app.ts'
import { type aCustomer, aSubscriber, deployTo, finished } from '../harness/people.ts'
import { aLink, aPhone, useLink } from '../harness/phones.ts'

/** Where an act is done: by Ada, in one customer of hers. */
interface Estate {
  app: TestApp
  ada: ApiClient
  customer: Customer
}

export type Customer = Awaited<ReturnType<typeof aCustomer>>

/** An act of the API, and what it writes down; `prepare` makes what the act needs, and its own events do not count. */
export interface Act {
  writes: string
  prepare(estate: Estate): Promise<() => Promise<unknown>>
}

/** The acts on subscribers, their links and softphones. */
export const subscriberActs: Record<string, Act> = {
  addSubscriber: {
    writes: 'subscriber.added',
    prepare:
      async ({ ada, customer }) =>
      () =>
        aSubscriber(ada, customer),
  },
  changeSubscriber: {
    writes: 'subscriber.changed',
    prepare: async ({ ada, customer }) => {
      const { id } = await aSubscriber(ada, customer)
      return () => ada.patch(`${customer.path}/subscribers/${id}`, { firstName: 'Änne' }).expect(200)
    },
  },
  deleteSubscriber: {
    writes: 'subscriber.deleted',
    prepare: async ({ ada, customer }) => {
      const { id } = await aSubscriber(ada, customer)
      return () => ada.delete(`${customer.path}/subscribers/${id}`).expect(204)
    },
  },
  deploy: {
    writes: 'deployment.started',
    prepare: async ({ ada, customer }) => {
      const { id } = await aSubscriber(ada, customer)
      return () => deployTo(ada, customer, [id])
    },
  },
  removeClient: {
    writes: 'client.removed',
    prepare: async ({ app, ada, customer }) => {
      const { id } = await aSubscriber(ada, customer)
      await aPhone(app, await aLink(app, ada, customer, id))
      const clients = `${customer.path}/subscribers/${id}/clients`
      const [client] = (await ada.get(clients).expect(200)).items
      return () => ada.delete(`${clients}/${client.id}`).expect(204)
    },
  },
  renameClient: {
    writes: 'client.renamed',
    prepare: async ({ app, ada, customer }) => {
      const { id } = await aSubscriber(ada, customer)
      await aPhone(app, await aLink(app, ada, customer, id))
      const clients = `${customer.path}/subscribers/${id}/clients`
      const [client] = (await ada.get(clients).expect(200)).items
      return () => ada.patch(`${clients}/${client.id}`, { name: 'In the car' }).expect(200)
    },
  },
  autoDeploy: {
    writes: 'automatic-deployment.started',
    prepare: async ({ ada, customer }) => {
      const { id } = await aSubscriber(ada, customer)
      return () => inBulk(ada, customer, 'automatic-deployments', [id])
    },
  },
  forceConfigurations: {
    writes: 'forced-configuration.started',
    prepare: async ({ ada, customer }) => {
      const { id } = await aSubscriber(ada, customer)
      return () => inBulk(ada, customer, 'forced-configurations', [id])
    },
  },
  synchronise: {
    writes: 'synchronisation.started',
    prepare: async ({ ada, customer }) => {
      const { id } = await aSubscriber(ada, customer)
      return () => inBulk(ada, customer, 'synchronisations', [id])
    },
  },
  exportSubscribers: {
    writes: 'subscribers.exported',
    prepare: async ({ ada, customer }) => {
      const { id } = await aSubscriber(ada, customer)
      const body = { selection: { ids: [id] }, flavour: 'exact' }
      return () => ada.post(`${customer.path}/subscriber-exports`, body).expect(200)
    },
  },
  handOverLink: {
    writes: 'link.handed-over',
    prepare: async ({ ada, customer }) => {
      const { id } = await aSubscriber(ada, customer)
      return () => ada.post(`${customer.path}/subscribers/${id}/links`).expect(201)
    },
  },
  unlockSubscriber: {
    writes: 'subscriber.unlocked',
    prepare: async ({ app, ada, customer }) => {
      const { id } = await aSubscriber(ada, customer, { deploymentPin: '482913' })
      const token = await aLink(app, ada, customer, id)
      for (let guess = 0; guess < 5; guess++) await useLink(app, token, { client: 'generic', pin: '0000' })
      return () => ada.post(`${customer.path}/subscribers/${id}/unlocks`).expect(204)
    },
  },
  disclosePin: {
    writes: 'pin.disclosed',
    prepare: async ({ ada, customer }) => {
      const { id } = await aSubscriber(ada, customer, { deploymentPin: '482913' })
      return () => ada.post(`${customer.path}/subscribers/${id}/pin-disclosures`).expect(201)
    },
  },
  generatePins: {
    writes: 'deployment-pins.started',
    prepare: async ({ ada, customer }) => {
      const { id } = await aSubscriber(ada, customer)
      return () => inBulk(ada, customer, 'deployment-pins', [id])
    },
  },
  assignPeople: {
    writes: 'person-assignment.started',
    prepare: async ({ ada, customer }) => {
      const { id } = await aSubscriber(ada, customer)
      return () => inBulk(ada, customer, 'person-assignments', [id])
    },
  },
  makeHandOverList: {
    writes: 'pins.disclosed',
    prepare: async ({ ada, customer }) => {
      const operation = await inBulk(ada, customer, 'deployment-pins', [
        (await aSubscriber(ada, customer)).id,
      ])
      return () => ada.post(`${customer.path}/deployment-pins/${operation.id}/hand-over-lists`).expect(201)
    },
  },
  deleteSubscribers: {
    writes: 'subscriber-deletion.started',
    prepare: async ({ ada, customer }) => {
      const { id } = await aSubscriber(ada, customer)
      return () => inBulk(ada, customer, 'subscriber-deletions', [id])
    },
  },
}

/** Does bulk work to its end. @param asked what it is asked beside the selection */
export async function inBulk(
  ada: ApiClient,
  customer: Customer,
  resource: string,
  ids: string[],
  asked: Record<string, unknown> = {},
) {
  const operation = await ada
    .post(`${customer.path}/${resource}`, { selection: { ids }, ...asked })
    .expect(202)
  return finished(ada, customer, operation.id)
}
