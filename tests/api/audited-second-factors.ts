import { partnerAdmin } from '../harness/app.ts'
import { anAdminOf } from '../harness/people.ts'
import { aSecondFactor, codeOf } from '../harness/second-factors.ts'
import type { Act } from './audited-subscriber-acts.ts'

type World = Parameters<Act['prepare']>[0]

/** Every act that concerns a second factor. */
export const secondFactorActs: Record<string, Act> = {
  beginSecondFactor: {
    writes: 'second-factor.begun',
    prepare: async (world) => {
      const { client } = await anAdmin(world, 'beginning')
      return () => client.post('/me/second-factor').expect(201)
    },
  },
  confirmSecondFactor: {
    writes: 'second-factor.added',
    prepare: async (world) => {
      const { client } = await anAdmin(world, 'confirming')
      const { secret } = await client.post('/me/second-factor').expect(201)
      const totp = await codeOf(world.app, secret)
      return () => client.post('/me/second-factor/confirmations', { totp }).expect(201)
    },
  },
  removeSecondFactor: {
    writes: 'second-factor.removed',
    prepare: async (world) => {
      const { client } = await withFactor(world, 'removing')
      return () => client.delete('/me/second-factor').expect(204)
    },
  },
  renewRecoveryCodes: {
    writes: 'recovery-codes.made',
    prepare: async (world) => {
      const { client } = await withFactor(world, 'renewing')
      return () => client.post('/me/recovery-codes').expect(201)
    },
  },
  forgetRememberedDevice: {
    writes: 'remembered-device.forgotten',
    prepare: async (world) => {
      const { client, email, factor } = await withFactor(world, 'remembered')
      const totp = await factor.nextCode()
      const given = { email, password: 'carla counts the stairs', totp, rememberDevice: true }
      await world.app.anybody().post('/sessions', given).expect(201)
      const [{ id }] = (await client.get('/me/remembered-devices').expect(200)).items
      return () => client.delete(`/me/remembered-devices/${id}`).expect(204)
    },
  },
  removeSecondFactorOfUser: {
    writes: 'second-factor.removed',
    prepare: async (world) => {
      const { path } = await withFactor(world, 'phoneless')
      const { password } = partnerAdmin
      await world.ada.post('/sessions/current/step-ups', { password }).expect(201)
      return () => world.ada.delete(`${path}/second-factor`).expect(204)
    },
  },
  unlockUser: {
    writes: 'user.unlocked',
    prepare: async (world) => {
      const { path, email } = await withFactor(world, 'locked')
      const wrong = { email, password: 'carla counts the stairs', totp: '000000' }
      for (let at = 0; at < 10; at++) await world.app.anybody().post('/sessions', wrong)
      return () => world.ada.post(`${path}/unlocks`).expect(204)
    },
  },
  changeSignInPolicy: {
    writes: 'sign-in-policy.changed',
    prepare: async (world) => {
      const { client } = await withFactor(world, 'asking')
      const path = `${world.customer.path}/sign-in-policy`
      await client.patch(path, { adminsNeedSecondFactor: true }).expect(200)
      return () => client.patch(path, { adminsNeedSecondFactor: false }).expect(200)
    },
  },
}

/** An admin of the customer, signed in. */
async function anAdmin({ app, customer }: World, name: string) {
  const email = `${name}@acme.example`
  const client = await anAdminOf(app, customer, { email })
  const { user } = await client.get('/sessions/current').expect(200)
  return { client, email, path: `${customer.path}/users/${user.id}` }
}

/** The same with an authenticator app. */
async function withFactor(world: World, name: string) {
  const admin = await anAdmin(world, name)
  return { ...admin, factor: await aSecondFactor(world.app, admin.client) }
}
