import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { integrations } from '#features/accounts/integrations/web/en.ts'
import type { locations } from '#features/accounts/locations/web/en.ts'
import type { accounts } from '#features/accounts/web/en.ts'
import type { partnerAccess } from '#features/accounts/web/partner-access-en.ts'
import type { events } from '#features/audit/web/en.ts'
import type { auth } from '#features/auth/web/en.ts'
import type { invitations } from '#features/auth/web/invitations-en.ts'
import type { security } from '#features/auth/web/own/en.ts'
import type { personSignIn } from '#features/auth/web/person-sign-in-en.ts'
import type { administrators } from '#features/auth/web/settings/administrators/en.ts'
import type { apiKeys } from '#features/auth/web/settings/api-keys/en.ts'
import type { permissions } from '#features/auth/web/settings/permissions-en.ts'
import type { accountSecurity } from '#features/auth/web/settings/security/en.ts'
import type { singleSignOn } from '#features/auth/web/settings/single-sign-on/en.ts'
import type { acts } from '#features/deployment/deployments/web/acts-en.ts'
import type { deployments } from '#features/deployment/deployments/web/en.ts'
import type { softphones } from '#features/deployment/deployments/web/softphones-en.ts'
import type { email } from '#features/deployment/email/web/en.ts'
import type { profiles } from '#features/deployment/profiles/web/en.ts'
import type { redirect } from '#features/deployment/redirect/web/en.ts'
import type { subscribers } from '#features/deployment/subscribers/web/en.ts'
import type { timeline } from '#features/deployment/subscribers/web/timeline-en.ts'
import type { imports } from '#features/imports/web/en.ts'
import type { licences } from '#features/licences/web/en.ts'
import type { orders } from '#features/licences/web/orders-en.ts'
import type { numbers } from '#features/numbers/web/en.ts'
import type { twilio } from '#features/numbers/web/twilio-en.ts'
import type { operations } from '#features/operations/web/en.ts'
import type { portal } from '#features/portal/web/en.ts'
import type { users } from '#features/users/web/en.ts'
import type { managePeople } from '#features/users/web/manage/en.ts'
import type { person } from '#features/users/web/person-en.ts'
import type { personTimeline } from '#features/users/web/person-timeline-en.ts'
import { common } from '#web/lib/i18n/en.ts'
import { isolated } from '#web/lib/i18n/isolated.ts'
import type { OtherLanguage } from '#web/lib/i18n/translation.ts'
import { frame } from './frame/en.ts'
import type { WordsOfPeople } from './languages/words.ts'

/** Needed on every page. */
const always = { common, frame }

interface SliceWords {
  accountSecurity: typeof accountSecurity
  accounts: typeof accounts
  acts: typeof acts
  administrators: typeof administrators
  apiKeys: typeof apiKeys
  auth: typeof auth
  deployments: typeof deployments
  email: typeof email
  events: typeof events
  imports: typeof imports
  integrations: typeof integrations
  invitations: typeof invitations
  licences: typeof licences
  locations: typeof locations
  managePeople: typeof managePeople
  numbers: typeof numbers
  operations: typeof operations
  orders: typeof orders
  partnerAccess: typeof partnerAccess
  permissions: typeof permissions
  person: typeof person
  personSignIn: typeof personSignIn
  personTimeline: typeof personTimeline
  portal: typeof portal
  profiles: typeof profiles
  redirect: typeof redirect
  security: typeof security
  singleSignOn: typeof singleSignOn
  softphones: typeof softphones
  subscribers: typeof subscribers
  timeline: typeof timeline
  twilio: typeof twilio
  users: typeof users
}

export type Slice = keyof SliceWords

/** The words of each slice, loaded with the first page that speaks them. */
const loaders: { [Each in Slice]: () => Promise<SliceWords[Each]> } = {
  accountSecurity: async () => (await import('#features/auth/web/settings/security/en.ts')).accountSecurity,
  accounts: async () => (await import('#features/accounts/web/en.ts')).accounts,
  acts: async () => (await import('#features/deployment/deployments/web/acts-en.ts')).acts,
  administrators: async () =>
    (await import('#features/auth/web/settings/administrators/en.ts')).administrators,
  apiKeys: async () => (await import('#features/auth/web/settings/api-keys/en.ts')).apiKeys,
  auth: async () => (await import('#features/auth/web/en.ts')).auth,
  deployments: async () => (await import('#features/deployment/deployments/web/en.ts')).deployments,
  email: async () => (await import('#features/deployment/email/web/en.ts')).email,
  events: async () => (await import('#features/audit/web/en.ts')).events,
  imports: async () => (await import('#features/imports/web/en.ts')).imports,
  integrations: async () => (await import('#features/accounts/integrations/web/en.ts')).integrations,
  invitations: async () => (await import('#features/auth/web/invitations-en.ts')).invitations,
  licences: async () => (await import('#features/licences/web/en.ts')).licences,
  locations: async () => (await import('#features/accounts/locations/web/en.ts')).locations,
  managePeople: async () => (await import('#features/users/web/manage/en.ts')).managePeople,
  numbers: async () => (await import('#features/numbers/web/en.ts')).numbers,
  operations: async () => (await import('#features/operations/web/en.ts')).operations,
  orders: async () => (await import('#features/licences/web/orders-en.ts')).orders,
  partnerAccess: async () => (await import('#features/accounts/web/partner-access-en.ts')).partnerAccess,
  permissions: async () => (await import('#features/auth/web/settings/permissions-en.ts')).permissions,
  person: async () => (await import('#features/users/web/person-en.ts')).person,
  personSignIn: async () => (await import('#features/auth/web/person-sign-in-en.ts')).personSignIn,
  personTimeline: async () => (await import('#features/users/web/person-timeline-en.ts')).personTimeline,
  portal: async () => (await import('#features/portal/web/en.ts')).portal,
  profiles: async () => (await import('#features/deployment/profiles/web/en.ts')).profiles,
  redirect: async () => (await import('#features/deployment/redirect/web/en.ts')).redirect,
  security: async () => (await import('#features/auth/web/own/en.ts')).security,
  singleSignOn: async () => (await import('#features/auth/web/settings/single-sign-on/en.ts')).singleSignOn,
  softphones: async () => (await import('#features/deployment/deployments/web/softphones-en.ts')).softphones,
  subscribers: async () => (await import('#features/deployment/subscribers/web/en.ts')).subscribers,
  timeline: async () => (await import('#features/deployment/subscribers/web/timeline-en.ts')).timeline,
  twilio: async () => (await import('#features/numbers/web/twilio-en.ts')).twilio,
  users: async () => (await import('#features/users/web/en.ts')).users,
}

/** The words of whoever administers nothing, each language loaded when it is first spoken. */
const others: { [Each in OtherLanguage]: () => Promise<WordsOfPeople> } = {
  de: async () => (await import('./languages/de.ts')).words,
  es: async () => (await import('./languages/es.ts')).words,
  fr: async () => (await import('./languages/fr.ts')).words,
  pt: async () => (await import('./languages/pt.ts')).words,
}

/** Pages of administrators have English words only, and sentences of the server are English by themselves. */
async function wordsOf(language: string, slice: string): Promise<object> {
  if (language === 'en') return loaders[slice as Slice]()
  const words = await others[language as OtherLanguage]()
  return words[slice as keyof WordsOfPeople] ?? {}
}

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common'
    resources: typeof always & SliceWords & { problems: Record<string, string> }
  }
}

/**
 * Makes the words ready that every page needs, in English; `speak` changes the language. A component that speaks words not loaded yet
 * suspends until they are.
 */
export async function startLanguage(): Promise<void> {
  i18next.on('languageChanged', (language) => {
    document.documentElement.lang = language
  })
  await i18next
    .use(initReactI18next)
    .use({ type: 'backend' as const, read: wordsOf })
    .init({
      lng: 'en',
      fallbackLng: 'en',
      defaultNS: 'common',
      ns: [...Object.keys(always), 'problems'],
      resources: { en: { ...always, problems: {} } },
      partialBundledLanguages: true,
      // React escapes what it draws; here a value is kept from turning the sentence it stands in.
      interpolation: { escapeValue: true, escape: isolated },
    })
}

/** Loads the words of slices ahead of the page that speaks them. */
export async function loadWords(...slices: Slice[]): Promise<void> {
  await i18next.loadNamespaces(slices)
}
