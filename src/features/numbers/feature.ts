import type { Feature } from '../feature.ts'
import { assignmentOperation } from './assignments.ts'
import { heard } from './integration.ts'
import { hourlySynchroniser } from './jobs.ts'
import { assignNumbers, changeTwilio, readNumbers } from './permissions.ts'
import { numberRoutes } from './routes.ts'
import { synchronisationOperation } from './synchronisation.ts'
import { twilioRoutes } from './twilio-routes.ts'

export const numbers: Feature = {
  name: 'numbers',
  permissions: [readNumbers, assignNumbers, changeTwilio],
  routes: (platform) => [...twilioRoutes(platform), ...numberRoutes(platform)],
  hears: () => heard,
  operations: (platform) => [assignmentOperation(platform), synchronisationOperation(platform)],
  jobs: (platform) => [hourlySynchroniser(platform)],
}
