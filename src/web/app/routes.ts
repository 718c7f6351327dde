import { createRoute, notFound, redirect } from '@tanstack/react-router'
import { accountQuery } from '#features/accounts/web/api.ts'
import { accountsSearch } from '#features/accounts/web/search.ts'
import type { SingleSignOnProblem } from '#features/auth/single-sign-on/schema.ts'
import { invitationsSearch } from '#features/auth/web/invitations-search.ts'
import { sessionQuery } from '#features/auth/web/session.ts'
import { administratorsSearch } from '#features/auth/web/settings/administrators/search.ts'
import type { DeploymentEmail } from '#features/deployment/email/schema.ts'
import { manageSearch } from '#features/deployment/subscribers/web/search.ts'
import { planSearch } from '#features/imports/web/search.ts'
import { usersSearch } from '#features/users/web/search.ts'
import { idOf, oneOf, textOf } from '#web/lib/address.ts'
import { isSignedOut, Problem } from '#web/lib/api/request.ts'
import { frontRoutes, root, singleSignOnProblems } from './front-routes.ts'
import { page } from './page.ts'

// The tree of pages. Each page is loaded when it is first opened; what stands in its address is checked here.

const signedIn = createRoute({
  getParentRoute: () => root,
  id: '_signed-in',
  beforeLoad: async ({ context, location }) => {
    try {
      return { session: await context.queries.ensureQueryData(sessionQuery) }
    } catch (error) {
      if (isSignedOut(error))
        throw redirect({ to: '/sign-in', search: { to: location.href === '/' ? undefined : location.href } })
      throw error
    }
  },
  component: page(['operations'], () => import('./frame/frame.tsx'), 'Frame'),
})

const home = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  beforeLoad: ({ context: { session } }) => {
    if (session.user.role === 'user') return
    if (session.account.kind === 'partner') throw redirect({ to: '/accounts', replace: true })
    throw redirect({ to: '/accounts/$accountId', params: { accountId: session.account.id }, replace: true })
  },
})

const ownSecurity = createRoute({
  getParentRoute: () => signedIn,
  path: 'me/security',
  validateSearch: (given: Record<string, unknown>): { problem?: SingleSignOnProblem | undefined } => ({
    problem: oneOf(singleSignOnProblems, given.problem),
  }),
  component: page(
    ['auth', 'security'],
    () => import('#features/auth/web/own/security-page.tsx'),
    'SecurityPage',
  ),
})

const accounts = createRoute({
  getParentRoute: () => signedIn,
  path: 'accounts',
  validateSearch: accountsSearch,
  component: page(['accounts', 'users'], () => import('./pages/accounts.tsx'), 'Accounts'),
})

const account = createRoute({
  getParentRoute: () => signedIn,
  path: 'accounts/$accountId',
  loader: async ({ context: { queries }, params: { accountId } }) => {
    try {
      await queries.ensureQueryData(accountQuery(accountId))
    } catch (error) {
      if (error instanceof Problem && error.status === 404) throw notFound()
      // Whatever else is wrong, each page says at its own matter.
    }
  },
})

const accountHome = createRoute({
  getParentRoute: () => account,
  path: '/',
  beforeLoad: ({ context: { session }, params }) => {
    // UA-1: a partner picks a customer and sees its users; whoever belongs to it goes on deploying.
    const visits = session.account.kind === 'partner'
    throw redirect({
      to: visits ? '/accounts/$accountId/users' : '/accounts/$accountId/deployment/subscribers',
      params,
      replace: true,
    })
  },
})

const users = createRoute({
  getParentRoute: () => account,
  path: 'users',
  validateSearch: usersSearch,
  component: page(['users'], () => import('./pages/users.tsx'), 'Users'),
})

const locations = createRoute({
  getParentRoute: () => account,
  path: 'locations',
  validateSearch: (
    given: Record<string, unknown>,
  ): { search?: string | undefined; open?: string | undefined } => ({
    search: textOf(given.search),
    open: oneOf(['new'], given.open) ?? idOf(given.open),
  }),
  component: page(
    ['locations'],
    () => import('#features/accounts/locations/web/locations-page.tsx'),
    'LocationsPage',
  ),
})

const invitations = createRoute({
  getParentRoute: () => account,
  path: 'invitations',
  validateSearch: invitationsSearch,
  component: page(
    ['users', 'invitations'],
    () => import('#features/auth/web/invitations-page.tsx'),
    'InvitationsPage',
  ),
})

const manage = createRoute({
  getParentRoute: () => account,
  path: 'deployment/subscribers',
  validateSearch: manageSearch,
  component: page(['subscribers', 'deployments'], () => import('./pages/manage.tsx'), 'Manage'),
})

const upload = createRoute({
  getParentRoute: () => account,
  path: 'deployment/import',
  component: page(['imports'], () => import('#features/imports/web/upload-page.tsx'), 'UploadPage'),
})

const plan = createRoute({
  getParentRoute: () => account,
  path: 'deployment/import/$importId',
  validateSearch: planSearch,
  component: page(['imports'], () => import('#features/imports/web/import-page.tsx'), 'ImportPage'),
})

const profiles = createRoute({
  getParentRoute: () => account,
  path: 'deployment/profiles',
  validateSearch: (given: Record<string, unknown>): { open?: string | undefined } => ({
    open: oneOf(['new'], given.open) ?? idOf(given.open),
  }),
  component: page(
    ['profiles'],
    () => import('#features/deployment/profiles/web/profiles-page.tsx'),
    'ProfilesPage',
  ),
})

const email = createRoute({
  getParentRoute: () => account,
  path: 'deployment/email',
  validateSearch: (
    given: Record<string, unknown>,
  ): { language?: DeploymentEmail['language'] | undefined } => ({
    language: oneOf(['en', 'de', 'fr', 'es', 'pt'], given.language),
  }),
  component: page(['email'], () => import('#features/deployment/email/web/email-page.tsx'), 'EmailPage'),
})

const redirectServer = createRoute({
  getParentRoute: () => account,
  path: 'deployment/redirect-server',
  component: page(
    ['redirect'],
    () => import('#features/deployment/redirect/web/redirect-page.tsx'),
    'RedirectPage',
  ),
})

const operations = createRoute({
  getParentRoute: () => account,
  path: 'activity/operations',
  component: page(['operations'], () => import('./pages/operations.tsx'), 'Operations'),
})

const operation = createRoute({
  getParentRoute: () => account,
  path: 'activity/operations/$operationId',
  validateSearch: (
    given: Record<string, unknown>,
  ): { outcome?: 'done' | 'skipped' | 'failed' | undefined } => ({
    outcome: oneOf(['done', 'skipped', 'failed'], given.outcome),
  }),
  component: page(
    ['operations', 'deployments', 'subscribers'],
    () => import('./pages/operation.tsx'),
    'OneOperation',
  ),
})

const events = createRoute({
  getParentRoute: () => account,
  path: 'activity/events',
  component: page(
    ['events', 'subscribers', 'profiles', 'accounts'],
    () => import('./pages/events.tsx'),
    'Events',
  ),
})

const oneAccount = createRoute({
  getParentRoute: () => account,
  path: 'settings/account',
  component: page(['accounts'], () => import('./pages/account.tsx'), 'OneAccount'),
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

export const routeTree = root.addChildren([
  ...frontRoutes,
  signedIn.addChildren([
    home,
    ownSecurity,
    accounts,
    account.addChildren([
      accountHome,
      users,
      invitations,
      locations,
      manage,
      upload,
      plan,
      profiles,
      email,
      redirectServer,
      operations,
      operation,
      events,
      oneAccount,
      administrators,
      apiKeys,
      accountSecurity,
      singleSignOn,
    ]),
  ]),
])
