import { emailHmac } from '#platform/secrets/index.ts'
import type { Feature } from '../feature.ts'
import { failureSweeper, forgetFailuresRecurring } from './jobs.ts'
import { routes } from './routes.ts'
import { insertDirectoryEntry } from './store.ts'

export const auth: Feature = {
  name: 'auth',
  permissions: [],
  routes,
  jobs: (platform) => [failureSweeper(platform)],
  recurring: [forgetFailuresRecurring],
  hears: (platform) => ({
    'user.added': (tx, { email }) =>
      insertDirectoryEntry(tx, emailHmac(platform().masterKey.deriveKey('sign-in directory'), email)),
  }),
}
