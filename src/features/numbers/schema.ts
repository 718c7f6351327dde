import { z } from 'zod'
import { Paging } from '#platform/http/shapes.ts'
import { selectionOf } from '../operations/schema.ts'
import { UserFilter } from '../users/schema.ts'

/** The Twilio account of an account, without its secret. */
export const TwilioAccount = z
  .object({
    origin: z.string().describe('Where its API is: `https://api.twilio.com`.'),
    accountSid: z.string(),
    keySid: z
      .string()
      .nullable()
      .describe('The API key that signs in; null: the account itself, by its auth token.'),
    secretSet: z.boolean(),
    userNumbers: z.boolean().describe('People can be given its numbers (UA-12).'),
    state: z.enum(['unchecked', 'working', 'failing']),
    failure: z.object({ code: z.string(), message: z.string() }).nullable(),
    synchronisedAt: z.iso.datetime().nullable(),
    numbers: z.int().describe('That can send SMS.'),
    free: z.int().describe('Of those, which nobody has.'),
    version: z.int(),
  })
  .meta({ id: 'TwilioAccount' })
export type TwilioAccount = z.infer<typeof TwilioAccount>

const accountSid = z
  .string()
  .trim()
  .regex(/^AC[0-9a-f]{32}$/, 'Enter the account SID: AC and 32 characters of 0-9 and a-f.')
const keySid = z
  .string()
  .trim()
  .regex(/^SK[0-9a-f]{32}$/, 'Enter the SID of the API key: SK and 32 characters of 0-9 and a-f.')
const secret = z.string().trim().min(1, 'Enter the secret.').max(200, 'Use at most 200 characters.')
const origin = z
  .string()
  .trim()
  .max(300)
  .refine(isOrigin, {
    error: 'Enter an address without a path, such as https://api.twilio.com.',
    params: { code: 'origin' },
  })

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  return ['https:', 'http:'].includes(url.protocol) && `${url.origin}` === text.replace(/\/$/, '')
}

/** Joins the account with its Twilio account; `secret` is the auth token, or that of the API key, and is never shown again. */
export const NewTwilioAccount = z
  .object({
    origin: origin.default('https://api.twilio.com'),
    accountSid,
    keySid: keySid.nullable().default(null),
    secret,
  })
  .strict()
  .meta({ id: 'NewTwilioAccount' })
export type NewTwilioAccount = z.infer<typeof NewTwilioAccount>

/** Changes; what is absent stays. */
export const TwilioAccountChanges = z
  .object({ origin, accountSid, keySid: keySid.nullable(), secret, userNumbers: z.boolean() })
  .partial()
  .strict()
  .meta({ id: 'TwilioAccountChanges' })
export type TwilioAccountChanges = z.infer<typeof TwilioAccountChanges>

/** A number of the account's Twilio account. */
export const SmsNumber = z
  .object({
    number: z.string().describe('E.164.'),
    friendlyName: z.string(),
    country: z.string().nullable().describe('ISO 3166-1 alpha-2.'),
    user: z.object({ id: z.uuid(), name: z.string() }).nullable().describe('Who has it.'),
    isGone: z.boolean().describe('Twilio does not have it any more; whoever has it sends nothing with it.'),
  })
  .meta({ id: 'SmsNumber' })
export type SmsNumber = z.infer<typeof SmsNumber>

export const SmsNumberQuery = z.strictObject({
  ...Paging,
  search: z
    .string()
    .overwrite((needle) => needle.replace(/\p{Cc}/gu, ' '))
    .trim()
    .max(100)
    .optional()
    .describe('Digits of the number, however it is written, or a part of its friendly name.'),
  free: z
    .enum(['true', 'false'])
    .transform((given) => given === 'true')
    .optional()
    .describe('`true`: nobody has it; `false`: somebody has.'),
})

/** Brings the list of numbers up to date. */
export const NewSmsNumberSynchronisation = z
  .object({
    evenIfManyGone: z
      .boolean()
      .default(false)
      .describe(
        'Five numbers and more than a tenth that are not at Twilio any more stop it with `numbers.too-many-gone`; true: that is meant.',
      ),
  })
  .strict()
  .prefault({})
  .meta({ id: 'NewSmsNumberSynchronisation' })
export type NewSmsNumberSynchronisation = z.infer<typeof NewSmsNumberSynchronisation>

/** Gives each of the selected people a number, or takes theirs (UA-73). */
export const NewSmsNumberAssignments = z
  .object({
    selection: selectionOf(UserFilter),
    assign: z.boolean().describe('true gives each one: who has one of the account keeps it; false takes it.'),
  })
  .strict()
  .meta({ id: 'NewSmsNumberAssignments' })
export type NewSmsNumberAssignments = z.infer<typeof NewSmsNumberAssignments>

/** How many people are selected, and how many numbers there are for them (UA-73). */
export const SmsNumberForecast = z
  .object({
    people: z
      .int()
      .describe(
        'The selected without those whom nobody may give another number: a source supplies theirs (UA-41).',
      ),
    available: z.int().describe('Numbers that nobody has, and those of the selected themselves.'),
    missing: z.int().describe('0: there are enough.'),
  })
  .meta({ id: 'SmsNumberForecast' })
export type SmsNumberForecast = z.infer<typeof SmsNumberForecast>
