import type { ApiDocument } from '#platform/http/index.ts'
import { examples } from './api-examples.ts'
import { guardRefusals } from './auth/index.ts'

/** The sections of the API document, in the order in which a newcomer meets them. Each route names one. */
const tags = [
  { name: 'sessions', description: 'Signing in and out, and giving the password again for delicate acts.' },
  {
    name: 'own sign-in',
    description:
      'What everybody does to their own sign-in: password, second factor, sessions, remembered devices.',
  },
  {
    name: 'portal',
    description:
      'What everybody sees and does of their own: details, numbers and softphones, and the directory of colleagues.',
  },
  {
    name: 'api-keys',
    description: 'The keys by which programs call, and the permissions that they can be given.',
  },
  {
    name: 'single-sign-on',
    description:
      "Signing in at the company's own identity provider, and the e-mail domains that prove whose it is.",
  },
  { name: 'accounts', description: 'A partner and its customers. Everything else belongs to one account.' },
  { name: 'locations', description: 'The buildings and sites of an account, where its people are.' },
  {
    name: 'integrations',
    description: 'What an account is joined with: whether it is on, and what is missing to turn it on.',
  },
  { name: 'users', description: 'The people of an account.' },
  {
    name: 'licences',
    description:
      'Orders of a partner, the subscriptions that its customers have of them, and the licences that people are given out of these.',
  },
  {
    name: 'sms-numbers',
    description: 'The Twilio account of an account, its numbers that can send SMS, and who has them.',
  },
  {
    name: 'subscribers',
    description: 'The telephony identities that softphones are set up for: their values, PINs and timelines.',
  },
  {
    name: 'imports',
    description:
      'CSV files and spreadsheets: a file becomes a plan, the plan is looked through and corrected, then applied; and back out as CSV.',
  },
  {
    name: 'deployment-profiles',
    description: 'What all softphones of a kind of people need: servers, codecs, rules for links and PINs.',
  },
  { name: 'deployment-email', description: 'The mail that brings the link, in every language.' },
  {
    name: 'deployments',
    description: 'Links into the hands of people, and the softphones that were set up with them.',
  },
  {
    name: 'operations',
    description: 'Bulk work: every act on a selection answers 202 with an operation, which is followed here.',
  },
  { name: 'events', description: 'Who did what, when and from where.' },
  {
    name: 'softphones',
    description:
      'What a softphone calls itself, outside `/api`, without a session: from the link of the mail to its configuration.',
  },
]

/** What the API document says beside its routes. */
export const apiDocument: ApiDocument = { tags, examples, refusedByGuard: guardRefusals }
