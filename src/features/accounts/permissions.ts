import type { Permission } from '#platform/http/index.ts'
import { changeIntegrations, readIntegrations } from './integrations/permissions.ts'
import { changeLocations, readLocations } from './locations/permissions.ts'

export const readAccount: Permission = {
  name: 'accounts.read',
  allows: 'See the account and its settings.',
  heldBy: ['account-admin', 'partner-admin', 'account-user', 'partner-of-deactivated'],
  forKeys: true,
}

export const changeAccount: Permission = {
  name: 'accounts.change',
  allows: 'Change the settings of the account; for its partner: deactivate and reactivate it.',
  heldBy: ['account-admin', 'partner-admin', 'partner-of-deactivated'],
  forKeys: true,
}

export const listCustomers: Permission = {
  name: 'customers.read',
  allows: 'See the customers of the partner.',
  heldBy: ['account-admin'],
  forKeys: true,
  ofPartners: true,
}

export const addCustomer: Permission = {
  name: 'customers.add',
  allows: 'Add a customer to the partner.',
  heldBy: ['account-admin'],
  forKeys: true,
  ofPartners: true,
}

export const permissions = [
  readAccount,
  changeAccount,
  listCustomers,
  addCustomer,
  readLocations,
  changeLocations,
  readIntegrations,
  changeIntegrations,
]
