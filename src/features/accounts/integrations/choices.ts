// Values to choose from, free of zod, so that a page can name them without the rules of every field.

/** What an account can be joined with, in the order of the cards. */
export const integrations = [
  'miteam-meetings',
  'micollab',
  'mivoice-business',
  'twilio',
  'scim',
  'sso',
  'mitel-cx',
  'micloud-connect',
  'iot',
] as const

/**
 * `not-available`: this installation has nothing yet that speaks to it. `failing`: on, and its last try did not work.
 */
export const integrationStates = ['on', 'off', 'failing', 'not-available'] as const
