import type { Feature } from '../feature.ts'
import { adminNoticeKind } from './admin-notices.ts'

export const users: Feature = {
  name: 'users',
  permissions: [],
  routes: () => [],
  mails: (platform) => [adminNoticeKind(platform)],
}
