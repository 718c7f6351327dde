import type { Feature } from '../feature.ts'
import { importOperation } from './apply.ts'
import { expiryJobs } from './expiry.ts'
import { fileRoutes } from './file-routes.ts'
import { exportSubscribers, importSubscribers, reportOperations } from './permissions.ts'
import { routes } from './routes.ts'
import { undoOperation } from './undo.ts'

export const imports: Feature = {
  name: 'imports',
  permissions: [importSubscribers, exportSubscribers, reportOperations],
  // The template's path would else be taken for the id of an import.
  routes: (platform) => [...fileRoutes(platform), ...routes(platform)],
  jobs: expiryJobs,
  operations: (platform) => [importOperation(platform), undoOperation(platform)],
}
