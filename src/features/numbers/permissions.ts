import type { Permission } from '#platform/http/index.ts'

export const readNumbers: Permission = {
  name: 'numbers.read',
  allows: 'See the SMS numbers of the account and who has them.',
  heldBy: ['account-admin', 'partner-admin'],
  forKeys: true,
}

export const assignNumbers: Permission = {
  name: 'numbers.assign',
  allows: 'Give SMS numbers to people of the account, take them back, and bring the list up to date.',
  heldBy: ['account-admin', 'partner-admin'],
  forKeys: true,
}

export const changeTwilio: Permission = {
  name: 'twilio.change',
  allows: 'Join the account with its Twilio account, and take it apart.',
  heldBy: ['account-admin', 'partner-admin'],
}
