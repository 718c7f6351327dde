import type { Feature } from '../feature.ts'
import { importOperation } from './apply.ts'
import { importSubscribers } from './permissions.ts'
import { routes } from './routes.ts'

export const imports: Feature = {
  name: 'imports',
  permissions: [importSubscribers],
  routes,
  operations: (platform) => [importOperation(platform)],
}
