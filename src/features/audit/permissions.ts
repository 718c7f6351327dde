import type { Permission } from '#platform/http/index.ts'

export const readEvents: Permission = {
  name: 'events.read',
  allows: 'See who did what in the account.',
  heldBy: ['account-admin', 'partner-admin'],
  forKeys: true,
}
