import type { Permission } from '#platform/http/index.ts'

export const readUsers: Permission = {
  name: 'users.read',
  allows: 'See the people of the account.',
  heldBy: ['account-admin', 'partner-admin'],
}
