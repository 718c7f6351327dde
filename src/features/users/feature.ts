import type { Feature } from '../feature.ts'
import { adminNoticeKind } from './admin-notices.ts'
import { readUsers } from './permissions.ts'
import { routes } from './routes.ts'

export const users: Feature = {
  name: 'users',
  permissions: [readUsers],
  routes,
  mails: (platform) => [adminNoticeKind(platform)],
}
