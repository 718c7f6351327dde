import { newId } from '#platform/database/index.ts'
import type { ApiClient } from '../harness/api-client.ts'
import { anAdminOf, anApiKey, finished } from '../harness/people.ts'
import { licenceActs } from './audited-licences.ts'
import { numberActs } from './audited-numbers.ts'
import { ownSignInActs } from './audited-own-sign-in.ts'
import { portalActs } from './audited-portal.ts'
import { secondFactorActs } from './audited-second-factors.ts'
import { type Act, type Customer, inBulk, subscriberActs } from './audited-subscriber-acts.ts'
import { userImportActs } from './audited-user-imports.ts'

/** Every act of the API in one account. */
export const acts: Record<string, Act> = {
  ...subscriberActs,
  ...userImportActs,
  ...licenceActs,
  ...numberActs,
  ...ownSignInActs,
  ...secondFactorActs,
  ...portalActs,
  changeAccount: {
    writes: 'account.changed',
    prepare:
      async ({ ada, customer }) =>
      () =>
        ada.patch(customer.path, { timeZone: 'Europe/Madrid' }).expect(200),
  },
  turnIntegration: {
    writes: 'integration.changed',
    prepare:
      async ({ ada, customer }) =>
      () =>
        ada.patch(`${customer.path}/integrations/micollab`, { isOn: true }).expect(200),
  },
  exportEvents: {
    writes: 'event-export.made',
    prepare:
      async ({ ada, customer }) =>
      () =>
        ada.post(`${customer.path}/event-exports`, {}).expect(200),
  },
  addProfile: {
    writes: 'profile.added',
    prepare:
      async ({ ada, customer }) =>
      () =>
        ada.post(`${customer.path}/deployment-profiles`, { name: 'Added' }).expect(201),
  },
  changeProfile: {
    writes: 'profile.changed',
    prepare:
      async ({ ada, customer }) =>
      () =>
        ada
          .patch(`${customer.path}/deployment-profiles/${customer.profileId}`, { refreshHours: 12 })
          .expect(200),
  },
  deleteProfile: {
    writes: 'profile.deleted',
    prepare: async ({ ada, customer }) => {
      const { id } = await ada.post(`${customer.path}/deployment-profiles`, { name: 'Deleted' }).expect(201)
      return () => ada.delete(`${customer.path}/deployment-profiles/${id}`).expect(204)
    },
  },
  cancelSubscriberImport: {
    writes: 'import.cancelled',
    prepare: async ({ ada, customer }) => {
      const { id } = await aPlan(ada, customer)
      return () => ada.post(`${customer.path}/subscriber-imports/${id}/cancellation`).expect(200)
    },
  },
  undoSubscriberImport: {
    writes: 'import.undone',
    prepare: async ({ ada, customer }) => {
      const { id } = await aPlan(ada, customer)
      const path = `${customer.path}/subscriber-imports/${id}/application`
      const applying = await ada.post(path).expect(202)
      await finished(ada, customer, applying.id)
      return async () => {
        const undoing = await ada.delete(path).expect(202)
        await finished(ada, customer, undoing.id)
      }
    },
  },
  saveDeploymentEmail: {
    writes: 'deployment-email.changed',
    prepare: async ({ ada, customer }) => {
      const { subject, body } = await ada.get(`${customer.path}/deployment-email/en`).expect(200)
      return () =>
        ada.put(`${customer.path}/deployment-email/en`, { subject: `${subject}!`, body }).expect(200)
    },
  },
  resetDeploymentEmail: {
    writes: 'deployment-email.reset',
    prepare: async ({ ada, customer }) => {
      const { subject, body } = await ada.get(`${customer.path}/deployment-email/de`).expect(200)
      await ada.put(`${customer.path}/deployment-email/de`, { subject: `${subject}!`, body }).expect(200)
      return () => ada.delete(`${customer.path}/deployment-email/de`).expect(204)
    },
  },
  testDeploymentEmail: {
    writes: 'deployment-email.tested',
    prepare:
      async ({ ada, customer }) =>
      () =>
        ada.post(`${customer.path}/deployment-email/en/test-messages`, {}).expect(202),
  },
  planSubscriberImport: {
    writes: 'import.planned',
    prepare:
      async ({ ada, customer }) =>
      () =>
        aPlan(ada, customer),
  },
  applySubscriberImport: {
    writes: 'import.applied',
    prepare: async ({ ada, customer }) => {
      const { id } = await aPlan(ada, customer)
      return async () => {
        const path = `${customer.path}/subscriber-imports/${id}/application`
        const operation = await ada.post(path).expect(202)
        await finished(ada, customer, operation.id)
      }
    },
  },
  addUser: {
    writes: 'user.added',
    prepare:
      async ({ ada, customer }) =>
      () =>
        aUser(ada, customer, 'added@acme.example'),
  },
  changeUser: {
    writes: 'user.changed',
    prepare: async ({ ada, customer }) => {
      const { id } = await aUser(ada, customer, 'changed@acme.example')
      return () => ada.patch(`${customer.path}/users/${id}`, { language: 'fr' }).expect(200)
    },
  },
  deleteUser: {
    writes: 'user.deleted',
    prepare: async ({ ada, customer }) => {
      const { id } = await aUser(ada, customer, 'deleted@acme.example')
      return () => ada.delete(`${customer.path}/users/${id}`).expect(204)
    },
  },
  // Of nobody: each who is deleted has an event as well (users/deletion-operation.test.ts).
  deleteUsers: {
    writes: 'user-deletion.started',
    prepare:
      async ({ ada, customer }) =>
      () =>
        inBulk(ada, customer, 'user-deletions', [newId()]),
  },
  // Of nobody: each who is changed has an event as well (users/updating.test.ts).
  changeUsers: {
    writes: 'user-update.started',
    prepare:
      async ({ ada, customer }) =>
      () =>
        inBulk(ada, customer, 'user-updates', [newId()], { changes: { role: 'admin' } }),
  },
  sendWelcomeEmail: {
    writes: 'user.invited',
    prepare: async ({ ada, customer }) => {
      const { id } = await aUser(ada, customer, 'welcome@acme.example')
      return () => ada.post(`${customer.path}/users/${id}/welcome-emails`).expect(202)
    },
  },
  // Of nobody: each who is invited has an event as well (auth/invitation-operation.test.ts).
  sendWelcomeEmails: {
    writes: 'welcome-email.started',
    prepare:
      async ({ ada, customer }) =>
      () =>
        inBulk(ada, customer, 'welcome-emails', [newId()]),
  },
  addLocation: {
    writes: 'location.added',
    prepare:
      async ({ ada, customer }) =>
      () =>
        aLocation(ada, customer, 'Added'),
  },
  changeLocation: {
    writes: 'location.changed',
    prepare: async ({ ada, customer }) => {
      const { id } = await aLocation(ada, customer, 'Before')
      return () => ada.patch(`${customer.path}/locations/${id}`, { name: 'After' }).expect(200)
    },
  },
  deleteLocation: {
    writes: 'location.deleted',
    prepare: async ({ ada, customer }) => {
      const { id } = await aLocation(ada, customer, 'Deleted')
      return () => ada.delete(`${customer.path}/locations/${id}`)
    },
  },
  makeApiKey: {
    writes: 'api-key.made',
    prepare: async ({ app, customer }) => {
      const admin = await anAdminOf(app, customer, { email: 'making@acme.example' })
      return () => anApiKey(admin, customer, { scopes: ['users.read'] })
    },
  },
  revokeApiKey: {
    writes: 'api-key.revoked',
    prepare: async ({ app, customer }) => {
      const admin = await anAdminOf(app, customer, { email: 'revoking@acme.example' })
      const { id } = await anApiKey(admin, customer, { scopes: ['users.read'] })
      return () => admin.delete(`${customer.path}/api-keys/${id}`).expect(204)
    },
  },
  stepUp: {
    writes: 'session.stepped-up',
    prepare: async ({ app, customer }) => {
      const admin = await anAdminOf(app, customer, { email: 'stepping@acme.example' })
      return () =>
        admin.post('/sessions/current/step-ups', { password: 'carla counts the stairs' }).expect(201)
    },
  },
  signOut: {
    writes: 'session.closed',
    prepare: async ({ app, customer }) => {
      const admin = await anAdminOf(app, customer, { email: 'leaving@acme.example' })
      return () => admin.delete('/sessions/current').expect(204)
    },
  },
  signIn: {
    writes: 'session.opened',
    prepare: async ({ app, customer }) => {
      await anAdminOf(app, customer, { email: 'coming@acme.example' })
      const credentials = { email: 'coming@acme.example', password: 'carla counts the stairs' }
      return () => app.anybody().post('/sessions', credentials).expect(201)
    },
  },
}

const aUser = (ada: ApiClient, customer: Customer, email: string) =>
  ada.post(`${customer.path}/users`, { firstName: 'Dora', lastName: 'Weiss', email }).expect(201)

const aLocation = (ada: ApiClient, customer: Customer, name: string) =>
  ada.post(`${customer.path}/locations`, { name }).expect(201)

const aPlan = (ada: ApiClient, customer: Customer) =>
  ada
    .upload(`${customer.path}/subscriber-imports`, {
      name: 'one.csv',
      content: 'Last name,Email address\nKühn,anna@acme.example\n',
    })
    .expect(201)
