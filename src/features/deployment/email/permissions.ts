import type { Permission } from '#platform/http/index.ts'

export const readEmail: Permission = {
  name: 'deployment-email.read',
  allows: 'See the deployment e-mail.',
  heldBy: ['account-admin', 'partner-admin'],
  forKeys: true,
}

export const changeEmail: Permission = {
  name: 'deployment-email.change',
  allows: 'Change the deployment e-mail, and send tests of it.',
  heldBy: ['account-admin', 'partner-admin'],
}
