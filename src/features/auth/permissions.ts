import type { Permission } from '#platform/http/index.ts'

export const inviteUsers: Permission = {
  name: 'users.invite',
  allows: 'Send people of the account their welcome e-mail, and see what became of it.',
  heldBy: ['account-admin', 'partner-admin'],
}
