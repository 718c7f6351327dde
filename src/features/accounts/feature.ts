import type { Feature } from '../feature.ts'
import { figureCounter } from './figures.ts'
import { permissions } from './permissions.ts'
import { routes } from './routes.ts'

export const accounts: Feature = {
  name: 'accounts',
  permissions,
  routes,
  jobs: (platform) => [figureCounter(platform)],
}
