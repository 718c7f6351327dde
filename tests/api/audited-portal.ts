import { anOwner, aProvenOwner } from '../harness/owners.ts'
import { aLink, aPhone } from '../harness/phones.ts'
import type { Act } from './audited-subscriber-acts.ts'

type World = Parameters<Act['prepare']>[0]

/** What people do in the portal. */
export const portalActs: Record<string, Act> = {
  changeOwnDetails: {
    writes: 'own-details.changed',
    prepare: async ({ app, customer }) => {
      const { client } = await anOwner(app, customer)
      return () => client.patch('/me/details', { language: 'pt' }).expect(200)
    },
  },
  readDirectoryFast: {
    writes: 'directory.read-fast',
    prepare: async ({ app, customer }) => {
      const { client } = await anOwner(app, customer)
      for (let answers = 0; answers < 90; answers++) await client.get('/me/directory?limit=1').expect(200)
      return async () => {
        await client.get('/me/directory').expect(429)
        await client.get('/me/directory').expect(429)
      }
    },
  },
  deployToOneself: {
    writes: 'link.self-deployed',
    prepare: async (world) => {
      const { client, path } = await anOwnerWithPhone(world)
      return () => client.post(`${path}/links`).expect(201)
    },
  },
  discloseOwnPin: {
    writes: 'pin.disclosed',
    prepare: async (world) => {
      const { client, path } = await anOwnerWithPhone(world)
      return () => client.post(`${path}/pin-disclosures`).expect(201)
    },
  },
  renameOwnClient: {
    writes: 'client.renamed',
    prepare: async (world) => {
      const { client, phone } = await anOwnerWithPhone(world)
      return () => client.patch(phone, { name: 'In the car' }).expect(200)
    },
  },
  removeOwnClient: {
    writes: 'client.removed',
    prepare: async (world) => {
      const { client, phone } = await anOwnerWithPhone(world)
      return () => client.delete(phone).expect(204)
    },
  },
}

/** Somebody who may make links for themselves, and has a softphone. */
async function anOwnerWithPhone({ app, ada, customer }: World) {
  const profile = `${customer.path}/deployment-profiles/${customer.profileId}`
  await ada.patch(profile, { selfDeployment: true }).expect(200)
  const owner = await aProvenOwner(app, customer)
  const token = await aLink(app, ada, customer, owner.subscriberId)
  await aPhone(app, token, { client: 'generic', pin: '482913' })
  const { items } = await owner.client.get('/me/subscribers').expect(200)
  return { ...owner, phone: `${owner.path}/clients/${items[0].clients[0].id}` }
}
