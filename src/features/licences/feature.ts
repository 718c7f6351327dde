import type { Feature } from '../feature.ts'
import { assignmentOperation } from './assignments.ts'
import { consequences } from './consequences.ts'
import { subscriptionEnder } from './ending.ts'
import { orderRoutes } from './order-routes.ts'
import { assignLicences, changeOrders, readLicences, readOrders } from './permissions.ts'
import { routes } from './routes.ts'

export const licences: Feature = {
  name: 'licences',
  permissions: [readLicences, assignLicences, readOrders, changeOrders],
  routes: (platform) => [...routes(platform), ...orderRoutes(platform)],
  hears: () => consequences,
  jobs: (platform) => [subscriptionEnder(platform)],
  operations: (platform) => [assignmentOperation(platform)],
}
