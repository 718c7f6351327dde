import type { Permission } from '#platform/http/index.ts'

export const readLocations: Permission = {
  name: 'locations.read',
  allows: 'See the locations of the account.',
  heldBy: ['account-admin', 'partner-admin'],
  forKeys: true,
}

export const changeLocations: Permission = {
  name: 'locations.change',
  allows: 'Add, change and delete locations.',
  heldBy: ['account-admin', 'partner-admin'],
  forKeys: true,
}
