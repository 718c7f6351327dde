import type { Permission } from '#platform/http/index.ts'

export const readProfiles: Permission = {
  name: 'deployment-profiles.read',
  allows: 'See the deployment profiles.',
  heldBy: ['account-admin', 'partner-admin'],
  forKeys: true,
}

export const changeProfiles: Permission = {
  name: 'deployment-profiles.change',
  allows: 'Add, change and delete deployment profiles.',
  heldBy: ['account-admin', 'partner-admin'],
  forKeys: true,
}
