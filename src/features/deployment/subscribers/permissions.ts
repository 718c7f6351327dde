import type { Permission } from '#platform/http/index.ts'

export const readSubscribers: Permission = {
  name: 'subscribers.read',
  allows: 'See the subscribers, their clients and timelines.',
  heldBy: ['account-admin', 'partner-admin'],
  forKeys: true,
}

export const changeSubscribers: Permission = {
  name: 'subscribers.change',
  allows: 'Add, change and delete subscribers.',
  heldBy: ['account-admin', 'partner-admin'],
  forKeys: true,
}

export const disclosePins: Permission = {
  name: 'pins.disclose',
  allows: 'See deployment PINs, to hand them over.',
  heldBy: ['account-admin', 'partner-admin'],
}
