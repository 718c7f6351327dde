import type { Feature } from '../feature.ts'
import { actRoutes } from './act-routes.ts'
import { adminNoticeKind } from './admin-notices.ts'
import { deletionOperation } from './deletions.ts'
import { heardOfAccount } from './heard-of-account.ts'
import { locationReplacementOperation } from './location-replacement.ts'
import { partnerSightKeeper } from './partner-sight.ts'
import { changeUsers, readCustomerUsers, readUsers } from './permissions.ts'
import { routes } from './routes.ts'
import { timelineRoutes } from './timeline-routes.ts'
import { updateOperation } from './updates.ts'

export const users: Feature = {
  name: 'users',
  permissions: [readUsers, changeUsers, readCustomerUsers],
  routes: (platform) => [...routes(platform), ...actRoutes(platform), ...timelineRoutes(platform)],
  hears: heardOfAccount,
  jobs: (platform) => [partnerSightKeeper(platform)],
  operations: (platform) => [
    deletionOperation(platform),
    locationReplacementOperation(platform),
    updateOperation(platform),
  ],
  mails: (platform) => [adminNoticeKind(platform)],
}
