import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { z } from 'zod'
import { sessionQuery } from '#features/auth/web/session.ts'
import { ManageSearch } from '#features/deployment/subscribers/web/search.ts'
import { isSignedOut } from '#web/lib/api/request.ts'
import { Frame } from './frame/frame.tsx'

// The tree of pages. Each page is loaded when it is first opened; what stands in its address is checked here.

const root = createRootRouteWithContext<{ queries: QueryClient }>()()

const signIn = createRoute({
  getParentRoute: () => root,
  path: 'sign-in',
  // Only a path of ours: an address elsewhere would make our sign-in page a springboard.
  validateSearch: z.object({
    to: z
      .string()
      .regex(/^\/(?![/\\])/)
      .optional()
      .catch(undefined),
  }),
  component: lazyRouteComponent(() => import('#features/auth/web/sign-in-page.tsx'), 'SignInPage'),
})

const setUp = createRoute({
  getParentRoute: () => root,
  path: 'setup/$token',
  component: lazyRouteComponent(() => import('#features/auth/web/set-up-page.tsx'), 'SetUpPage'),
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
  component: Frame,
})

const home = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  beforeLoad: ({ context: { session } }) => {
    if (session.account.kind === 'partner') throw redirect({ to: '/accounts', replace: true })
    throw redirect({ to: '/accounts/$accountId', params: { accountId: session.account.id }, replace: true })
  },
})

const accounts = createRoute({
  getParentRoute: () => signedIn,
  path: 'accounts',
  validateSearch: z.object({
    search: z.string().optional(),
    add: z.literal('customer').optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('./pages/accounts.tsx'), 'Accounts'),
})

const account = createRoute({
  getParentRoute: () => signedIn,
  path: 'accounts/$accountId',
})

const accountHome = createRoute({
  getParentRoute: () => account,
  path: '/',
  beforeLoad: ({ context: { session }, params }) => {
    // A partner's own account has no client deployment.
    const own = session.account.kind === 'partner' && session.account.id === params.accountId
    throw redirect({
      to: own ? '/accounts/$accountId/activity/events' : '/accounts/$accountId/deployment/subscribers',
      params,
      replace: true,
    })
  },
})

const manage = createRoute({
  getParentRoute: () => account,
  path: 'deployment/subscribers',
  validateSearch: ManageSearch,
  component: lazyRouteComponent(
    () => import('#features/deployment/subscribers/web/manage-page.tsx'),
    'ManagePage',
  ),
})

const upload = createRoute({
  getParentRoute: () => account,
  path: 'deployment/import',
  component: lazyRouteComponent(() => import('#features/imports/web/upload-page.tsx'), 'UploadPage'),
})

const plan = createRoute({
  getParentRoute: () => account,
  path: 'deployment/import/$importId',
  validateSearch: z.object({
    verdict: z.enum(['create', 'change', 'unchanged', 'conflict', 'error']).optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('#features/imports/web/import-page.tsx'), 'ImportPage'),
})

const profiles = createRoute({
  getParentRoute: () => account,
  path: 'deployment/profiles',
  validateSearch: z.object({ open: z.uuid().or(z.literal('new')).optional().catch(undefined) }),
  component: lazyRouteComponent(
    () => import('#features/deployment/profiles/web/profiles-page.tsx'),
    'ProfilesPage',
  ),
})

const operations = createRoute({
  getParentRoute: () => account,
  path: 'activity/operations',
  component: lazyRouteComponent(() => import('./pages/operations.tsx'), 'Operations'),
})

const operation = createRoute({
  getParentRoute: () => account,
  path: 'activity/operations/$operationId',
  validateSearch: z.object({ outcome: z.enum(['done', 'skipped', 'failed']).optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./pages/operation.tsx'), 'OneOperation'),
})

const events = createRoute({
  getParentRoute: () => account,
  path: 'activity/events',
  component: lazyRouteComponent(() => import('./pages/events.tsx'), 'Events'),
})

export const routeTree = root.addChildren([
  signIn,
  setUp,
  signedIn.addChildren([
    home,
    accounts,
    account.addChildren([accountHome, manage, upload, plan, profiles, operations, operation, events]),
  ]),
])
