import type { Permission } from '#platform/http/index.ts'

export const readLicences: Permission = {
  name: 'licences.read',
  allows: 'See the subscriptions of the account and how many licences are left.',
  heldBy: ['account-admin', 'partner-admin'],
  forKeys: true,
}

export const assignLicences: Permission = {
  name: 'licences.assign',
  allows: 'Give licences to people of the account, and take them back.',
  heldBy: ['account-admin', 'partner-admin'],
  forKeys: true,
}

export const readOrders: Permission = {
  name: 'orders.read',
  allows: 'See what the partner has ordered, and which customers it was given to.',
  heldBy: ['account-admin'],
  forKeys: true,
  ofPartners: true,
}

export const changeOrders: Permission = {
  name: 'orders.change',
  allows: 'Enter orders of the partner and give them to customers.',
  heldBy: ['account-admin'],
  ofPartners: true,
}
