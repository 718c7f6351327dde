import type { ApiDocument } from '#platform/http/index.ts'

/** The sections of the API document, in the order in which a newcomer meets them. Each route names one. */
const tags = [
  { name: 'sessions', description: 'Signing in and out, and giving the password again for delicate acts.' },
  {
    name: 'own sign-in',
    description:
      'What everybody does to their own sign-in: password, second factor, sessions, remembered devices.',
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

/** What fields hold, by their name: what a generator makes of their patterns says nothing to a reader. */
const examples = {
  firstName: 'Anna',
  lastName: 'Kühn',
  email: 'anna.kuehn@example.com',
  recipient: 'anna.kuehn@example.com',
  centralEmail: 'reception@example.com',
  name: 'Example Ltd',
  country: 'DE',
  language: 'de',
  timeZone: 'Europe/Berlin',
  password: 'a long password of your own',
  directoryNumber: '1001',
  pbxSipHost: 'pbx.example.com',
  pbxSipDomain: 'example.com',
  pbxRealm: 'example.com',
  pbxSipPort: 5060,
  pbxSipUserName: '1001',
  pbxSipPassword: 'a password of the telephone system',
  mbgSipHost: 'gateway.example.com',
  mbgSipDomain: 'example.com',
  mbgRealm: 'example.com',
  mbgSipPort: 5060,
  mbgSipUserName: '1001',
  mbgSipPassword: 'a password of the gateway',
  voicemailNumber: '1099',
  voicemailPin: '4711',
  clientServiceHost: 'service.example.com',
  clientServicePort: 443,
  clientServiceUserName: 'anna.kuehn',
  clientServicePassword: 'a password of the service',
  deploymentPin: '482913',
  pin: '482913',
  selection: { ids: ['0198c0de-1a2b-7c3d-8e4f-5a6b7c8d9e0f'] },
  linkLifeHours: 72,
  clientsPerLink: 1,
  refreshHours: 24,
  registrationExpirySeconds: 3600,
  expectedCount: 1200,
  subject: 'Your softphone, {{firstName}}',
  body: 'Hello {{firstName}},\n\nopen this link on your phone: {{link}}',
  action: 'subscriber.changed',
  code: 'http.invalid',
  userName: 'Ada Byron',
  actorName: 'Ada Byron',
  createdBy: 'Ada Byron',
  updatedBy: 'Ada Byron',
  total: 1200,
  done: 1180,
  failed: 3,
  skipped: 17,
  count: 1200,
}

/** What the API document says beside its routes. */
export const apiDocument: ApiDocument = { tags, examples }
