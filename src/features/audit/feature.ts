import type { Feature } from '../feature.ts'
import { exportEvents, readEvents } from './permissions.ts'
import { routes } from './routes.ts'
import { sealingSweep } from './sealing.ts'

export const audit: Feature = {
  name: 'audit',
  permissions: [readEvents, exportEvents],
  routes,
  sweeps: (platform) => [sealingSweep(platform)],
}
