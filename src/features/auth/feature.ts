import type { Feature } from '../feature.ts'
import { apiKeyRoutes } from './api-keys/routes.ts'
import { consequences } from './consequences.ts'
import { welcomeMailKind } from './invitation-mail.ts'
import { welcomeOperation } from './invitation-operation.ts'
import { invitationRoutes } from './invitation-routes.ts'
import { failureSweeper, forgetFailuresRecurring } from './jobs.ts'
import { signInNoticeKind } from './notices.ts'
import { ownRoutes } from './own-routes.ts'
import * as permissions from './permissions.ts'
import { personRoutes } from './person-routes.ts'
import { resetSenders } from './resets/asking.ts'
import { resetOperation } from './resets/of-selection.ts'
import { resetRoutes } from './resets/routes.ts'
import { resetMailKinds } from './resets/sending.ts'
import { routes } from './routes.ts'
import { secondFactorRoutes } from './second-factors/account-routes.ts'
import { ownSecondFactorRoutes } from './second-factors/own-routes.ts'
import { sessionForgetter } from './session-expiry.ts'
import { emailDomainRoutes } from './single-sign-on/domain-routes.ts'
import { singleSignOnPages } from './single-sign-on/pages.ts'
import { singleSignOnRoutes } from './single-sign-on/routes.ts'

export const auth: Feature = {
  name: 'auth',
  permissions: Object.values(permissions),
  routes: (platform) => [
    ...routes(platform),
    ...ownRoutes(platform),
    ...personRoutes(platform),
    ...ownSecondFactorRoutes(platform),
    ...secondFactorRoutes(platform),
    ...invitationRoutes(platform),
    ...apiKeyRoutes(platform),
    ...resetRoutes(platform),
    ...singleSignOnRoutes(platform),
    ...emailDomainRoutes(platform),
  ],
  mails: (platform) => [welcomeMailKind(platform), signInNoticeKind(platform), ...resetMailKinds(platform)],
  operations: (platform) => [welcomeOperation(platform), resetOperation(platform)],
  jobs: (platform) => [failureSweeper(platform), sessionForgetter(platform), ...resetSenders(platform)],
  recurring: [forgetFailuresRecurring],
  hears: consequences,
  pages: singleSignOnPages,
}
