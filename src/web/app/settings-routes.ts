import { createRoute } from '@tanstack/react-router'
import { administratorsSearch } from '#features/auth/web/settings/administrators/search.ts'
import { idOf, oneOf } from '#web/lib/address.ts'
import { account } from './account-route.ts'
import { page } from './page.ts'

const oneAccount = createRoute({
  getParentRoute: () => account,
  path: 'settings/account',
  component: page(['accounts', 'partnerAccess'], () => import('./pages/account.tsx'), 'OneAccount'),
})

const administrators = createRoute({
  getParentRoute: () => account,
  path: 'settings/administrators',
  validateSearch: administratorsSearch,
  component: page(
    ['administrators', 'permissions', 'users'],
    () => import('#features/auth/web/settings/administrators/administrators-page.tsx'),
    'AdministratorsPage',
  ),
})

const apiKeys = createRoute({
  getParentRoute: () => account,
  path: 'settings/api-keys',
  validateSearch: (given: Record<string, unknown>): { open?: string | undefined } => ({
    open: oneOf(['new'], given.open) ?? idOf(given.open),
  }),
  component: page(
    ['apiKeys', 'permissions'],
    () => import('#features/auth/web/settings/api-keys/api-keys-page.tsx'),
    'ApiKeysPage',
  ),
})

const accountSecurity = createRoute({
  getParentRoute: () => account,
  path: 'settings/security',
  component: page(
    ['accountSecurity'],
    () => import('#features/auth/web/settings/security/account-security-page.tsx'),
    'AccountSecurityPage',
  ),
})

const singleSignOn = createRoute({
  getParentRoute: () => account,
  path: 'settings/sign-in',
  validateSearch: (given: Record<string, unknown>): { test?: string | undefined } => ({
    test: idOf(given.test),
  }),
  component: page(
    ['singleSignOn'],
    () => import('#features/auth/web/settings/single-sign-on/single-sign-on-page.tsx'),
    'SingleSignOnPage',
  ),
})

/** Settings of an account. */
export const settingsRoutes = [oneAccount, administrators, apiKeys, accountSecurity, singleSignOn] as const
