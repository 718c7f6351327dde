import { z } from 'zod'
import { languageCode } from '../subscribers/fields.ts'

/** Line breaks and tabs are part of a text; the database stores no other control characters. */
const text = z
  .string()
  .regex(
    /^(?:[\t\n\r]|[^\p{Cc}\p{Cs}])*$/u,
    'Leave out control characters. Line breaks are fine in the body.',
  )
const subject = text
  .trim()
  .min(1, 'Give the e-mail a subject.')
  .max(1_000, 'Use at most 200 characters.')
  .describe('A template with `{{placeholders}}`.')
const body = text
  .max(20_000, 'Use at most 5000 characters.')
  .describe('A template with `{{placeholders}}`; blank lines part paragraphs.')

/** Subject and body as an admin writes them (IM-8). */
export const DeploymentEmailTexts = z.object({ subject, body }).strict().meta({ id: 'DeploymentEmailTexts' })
export type DeploymentEmailTexts = z.infer<typeof DeploymentEmailTexts>

/** The deployment e-mail of one language, as it is sent now (DP-4). */
export const DeploymentEmail = z
  .object({
    language: languageCode,
    subject: z.string(),
    body: z.string(),
    isDefault: z.boolean().describe('The account has no texts of its own in this language.'),
    defaultVersion: z.int().describe('Version of the default content; a higher one is newer.'),
    version: z.int().describe("Counts the account's changes; 0 before the first."),
    updatedAt: z.iso.datetime().nullable(),
    updatedBy: z.string().nullable().describe('Name of who changed it last.'),
  })
  .meta({ id: 'DeploymentEmail' })
export type DeploymentEmail = z.infer<typeof DeploymentEmail>

/** What to show; texts that are absent are those in force. */
export const NewPreview = z
  .object({
    subject,
    body,
    subscriberId: z.uuid().describe('Whose name and number stand in it; a sample person where absent.'),
  })
  .partial()
  .strict()
  .meta({ id: 'NewDeploymentEmailPreview' })
export type NewPreview = z.infer<typeof NewPreview>

/** The e-mail as its reader would see it. Its link is a sample and leads nowhere. */
export const Preview = z
  .object({
    subject: z.string(),
    html: z.string().describe('To be shown in a sandboxed frame.'),
    text: z.string(),
  })
  .meta({ id: 'DeploymentEmailPreview' })
export type Preview = z.infer<typeof Preview>

/** What to try, and who gets it; texts that are absent are those in force. */
export const NewTestMessage = z
  .object({
    subject,
    body,
    recipientUserId: z.uuid().describe('Another registered admin of the account; the caller where absent.'),
  })
  .partial()
  .strict()
  .meta({ id: 'NewDeploymentEmailTest' })
export type NewTestMessage = z.infer<typeof NewTestMessage>

/** A test that is on its way. */
export const TestMessage = z
  .object({ id: z.uuid(), recipient: z.email() })
  .meta({ id: 'DeploymentEmailTest' })
export type TestMessage = z.infer<typeof TestMessage>
