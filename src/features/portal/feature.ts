import type { Feature } from '../feature.ts'
import { routes } from './routes.ts'

// What people do for themselves needs no permission: each does it to their own, in their own account.
export const portal: Feature = { name: 'portal', permissions: [], routes }
