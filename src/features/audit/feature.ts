import type { Feature } from '../feature.ts'
import { readEvents } from './permissions.ts'
import { routes } from './routes.ts'

export const audit: Feature = { name: 'audit', permissions: [readEvents], routes }
