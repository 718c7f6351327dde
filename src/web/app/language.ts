import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { accounts } from '#features/accounts/web/en.ts'
import { events } from '#features/audit/web/en.ts'
import { auth } from '#features/auth/web/en.ts'
import { deployments } from '#features/deployment/deployments/web/en.ts'
import { email } from '#features/deployment/email/web/en.ts'
import { profiles } from '#features/deployment/profiles/web/en.ts'
import { subscribers } from '#features/deployment/subscribers/web/en.ts'
import { imports } from '#features/imports/web/en.ts'
import { operations } from '#features/operations/web/en.ts'
import { common } from '#web/lib/i18n/en.ts'
import { frame } from './frame/en.ts'

const english = {
  common,
  frame,
  accounts,
  auth,
  deployments,
  email,
  events,
  imports,
  operations,
  profiles,
  subscribers,
}

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common'
    resources: typeof english
  }
}

/** Makes the words ready before the first page is drawn. */
export async function startLanguage(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    defaultNS: 'common',
    ns: Object.keys(english),
    resources: { en: english },
    // React escapes what it draws.
    interpolation: { escapeValue: false },
  })
}
