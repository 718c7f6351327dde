import type { Feature } from '../feature.ts'
import { controlOperations, readOperations } from './permissions.ts'
import { routes } from './routes.ts'

export const operations: Feature = {
  name: 'operations',
  permissions: [readOperations, controlOperations],
  routes,
}
