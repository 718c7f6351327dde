import type { Feature } from '../feature.ts'
import { consequences } from './consequences.ts'
import { invitationRoutes } from './invitation-routes.ts'
import { welcomeMailKind } from './invitations.ts'
import { failureSweeper, forgetFailuresRecurring } from './jobs.ts'
import { inviteUsers } from './permissions.ts'
import { routes } from './routes.ts'

export const auth: Feature = {
  name: 'auth',
  permissions: [inviteUsers],
  routes: (platform) => [...routes(platform), ...invitationRoutes(platform)],
  mails: (platform) => [welcomeMailKind(platform)],
  jobs: (platform) => [failureSweeper(platform)],
  recurring: [forgetFailuresRecurring],
  hears: consequences,
}
