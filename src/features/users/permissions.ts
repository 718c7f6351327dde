import type { Permission } from '#platform/http/index.ts'

export const readUsers: Permission = {
  name: 'users.read',
  allows: 'See the people of the account.',
  heldBy: ['account-admin', 'partner-admin'],
  forKeys: true,
}

export const changeUsers: Permission = {
  name: 'users.change',
  allows: 'Add, change and delete people, and make them administrators.',
  heldBy: ['account-admin', 'partner-admin'],
  forKeys: true,
}

export const readCustomerUsers: Permission = {
  name: 'customer-users.read',
  allows: 'See the people of all customers of the partner.',
  heldBy: ['account-admin'],
  forKeys: true,
  ofPartners: true,
}
