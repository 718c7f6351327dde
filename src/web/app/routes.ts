import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  lazyRouteComponent,
  notFound,
  redirect,
} from '@tanstack/react-router'
import { accountQuery } from '#features/accounts/web/api.ts'
import { accountsSearch } from '#features/accounts/web/search.ts'
import { sessionQuery } from '#features/auth/web/session.ts'
import type { DeploymentEmail } from '#features/deployment/email/schema.ts'
import { manageSearch } from '#features/deployment/subscribers/web/search.ts'
import { planSearch } from '#features/imports/web/search.ts'
import { usersSearch } from '#features/users/web/search.ts'
import { idOf, oneOf, ownPathOf, textOf } from '#web/lib/address.ts'
import { isSignedOut, Problem } from '#web/lib/api/request.ts'
import { loadWords, type Slice } from './language.ts'

// The tree of pages. Each page is loaded when it is first opened; what stands in its address is checked here.

/** A page and the words it speaks, both loaded when it is first opened. */
function page<Module extends object, Name extends keyof Module>(
  words: Slice[],
  load: () => Promise<Module>,
  name: Name,
) {
  return lazyRouteComponent(async () => {
    const [module] = await Promise.all([load(), loadWords(...words)])
    return module
  }, name)
}

const root = createRootRouteWithContext<{ queries: QueryClient }>()()

const signIn = createRoute({
  getParentRoute: () => root,
  path: 'sign-in',
  validateSearch: (given: Record<string, unknown>): { to?: string | undefined } => ({
    to: ownPathOf(given.to),
  }),
  component: page(['auth'], () => import('#features/auth/web/sign-in-page.tsx'), 'SignInPage'),
})

const setUp = createRoute({
  getParentRoute: () => root,
  path: 'setup/$token',
  component: page(['auth'], () => import('#features/auth/web/set-up-page.tsx'), 'SetUpPage'),
})

const welcome = createRoute({
  getParentRoute: () => root,
  path: 'welcome/$token',
  component: page(['auth'], () => import('#features/auth/web/welcome-page.tsx'), 'WelcomePage'),
})

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

export const routeTree = root.addChildren([
  signIn,
  setUp,
  welcome,
  signedIn.addChildren([
    home,
    accounts,
    account.addChildren([
      accountHome,
      users,
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
    ]),
  ]),
])
