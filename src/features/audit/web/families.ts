import type { events } from './en.ts'

type Family = keyof typeof events.family

/** The things that acts are done to, in the order in which they are offered. */
export const families = [
  'user',
  'subscriber',
  'deployment',
  'client',
  'link',
  'profile',
  'deployment-email',
  'location',
  'import',
  'account',
  'integration',
  'order',
  'subscription',
  'licence',
  'twilio-account',
  'sms-number-assignment',
  'session',
  'password',
  'second-factor',
  'identity-provider',
  'email-domain',
  'sign-in-policy',
  'api-key',
  'operation',
  'event-export',
] as const satisfies Family[]
