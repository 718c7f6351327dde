import type { Feature } from '../feature.ts'
import { permissions } from './permissions.ts'
import { routes } from './routes.ts'

export const accounts: Feature = { name: 'accounts', permissions, routes }
