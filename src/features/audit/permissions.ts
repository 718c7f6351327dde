import type { Permission } from '#platform/http/index.ts'

export const readEvents: Permission = {
  name: 'events.read',
  allows: 'See who did what in the account.',
  heldBy: ['account-admin', 'partner-admin'],
  forKeys: true,
}

export const exportEvents: Permission = {
  name: 'events.export',
  allows: 'Take the event history away as a file.',
  heldBy: ['account-admin', 'partner-admin'],
  forKeys: true,
}
