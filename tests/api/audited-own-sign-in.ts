import type { ApiClient } from '../harness/api-client.ts'
import { anAdminOf } from '../harness/people.ts'
import { askedReset, completedReset, nextReset } from '../harness/resets.ts'
import type { Act } from './audited-subscriber-acts.ts'

type World = Parameters<Act['prepare']>[0]

const old = 'carla counts the stairs'
const fresh = 'forty paper boats tonight'

/** Every act that concerns a person's password and sessions. */
export const ownSignInActs: Record<string, Act> = {
  setOwnPassword: {
    writes: 'password.changed',
    prepare: async (world) => {
      const { client } = await anAdmin(world, 'changing')
      return () => client.put('/me/password', { currentPassword: old, newPassword: fresh }).expect(204)
    },
  },
  endOwnSession: {
    writes: 'session.closed',
    prepare: async (world) => {
      const { client, again } = await anAdmin(world, 'leaving-elsewhere')
      await again()
      const { items } = await client.get('/me/sessions').expect(200)
      const other = items.find(({ isCurrent }: { isCurrent: boolean }) => !isCurrent)
      return () => client.delete(`/me/sessions/${other.id}`).expect(204)
    },
  },
  endOtherSessions: {
    writes: 'sessions.ended',
    prepare: async (world) => {
      const { client, again } = await anAdmin(world, 'staying')
      await again()
      return () => client.delete('/me/sessions').expect(204)
    },
  },
  signOutPerson: {
    writes: 'user.signed-out',
    prepare: async (world) => {
      const { path } = await anAdmin(world, 'signed-out')
      return () => world.ada.delete(`${path}/sessions`).expect(204)
    },
  },
  askForPasswordReset: {
    writes: 'password-reset.asked',
    prepare: async (world) => {
      const { email } = await anAdmin(world, 'forgetting')
      return () => askedReset(world.app, email)
    },
  },
  askForPasswordResetAgain: {
    writes: 'password-reset.asked',
    prepare: async (world) => {
      const { email } = await anAdmin(world, 'asking-again')
      const { token } = await askedReset(world.app, email)
      return async () => {
        await world.app.anybody().post('/password-reset-renewals', { token }).expect(202)
        return nextReset(world.app, email, 1)
      }
    },
  },
  completePasswordReset: {
    writes: 'password.reset',
    prepare: async (world) => {
      const { email } = await anAdmin(world, 'resetting')
      const read = await askedReset(world.app, email)
      return () => completedReset(world.app, read, fresh)
    },
  },
  sendPasswordResets: {
    writes: 'password-reset.started',
    prepare: async (world) => {
      const { id } = await anAdmin(world, 'reset-by-ada')
      return () =>
        world.ada.post(`${world.customer.path}/password-resets`, { selection: { ids: [id] } }).expect(202)
    },
  },
}

/** An admin of the customer, signed in, who can sign in again elsewhere. */
async function anAdmin({ app, customer }: World, name: string) {
  const email = `${name}@acme.example`
  const client: ApiClient = await anAdminOf(app, customer, { email })
  const { user } = await client.get('/sessions/current').expect(200)
  const again = () => app.anybody().post('/sessions', { email, password: old }).expect(201)
  return { client, again, email, id: user.id, path: `${customer.path}/users/${user.id}` }
}
