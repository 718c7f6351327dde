import type { Permission } from '#platform/http/index.ts'

export const readOperations: Permission = {
  name: 'operations.read',
  allows: 'See bulk operations and what happened to each record.',
  heldBy: ['account-admin', 'partner-admin'],
  forKeys: true,
}

export const controlOperations: Permission = {
  name: 'operations.control',
  allows: 'Cancel a running bulk operation, or retry what failed.',
  heldBy: ['account-admin', 'partner-admin'],
  forKeys: true,
}
