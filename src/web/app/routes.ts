import { createRoute, redirect } from '@tanstack/react-router'
import { accountsSearch } from '#features/accounts/web/search.ts'
import { eventsSearch } from '#features/audit/web/search.ts'
import { invitationsSearch } from '#features/auth/web/invitations-search.ts'
import { planSearch } from '#features/imports/web/search.ts'
import { numbersSearch } from '#features/numbers/web/search.ts'
import { usersSearch } from '#features/users/web/search.ts'
import { idOf, oneOf, textOf } from '#web/lib/address.ts'
import { account, signedIn } from './account-route.ts'
import { deploymentRoutes } from './deployment-routes.ts'
import { frontRoutes, root } from './front-routes.ts'
import { page } from './page.ts'
import { portalRoutes } from './portal-routes.ts'
import { settingsRoutes } from './settings-routes.ts'

// The tree of pages. Each page is loaded when it is first opened; what stands in its address is checked here.

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
  validateSearch: accountsSearch,
  component: page(['accounts', 'users'], () => import('./pages/accounts.tsx'), 'Accounts'),
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

const userUpload = createRoute({
  getParentRoute: () => account,
  path: 'users/import',
  component: page(['imports'], () => import('#features/imports/web/upload-page.tsx'), 'UserUpload'),
})

const userPlan = createRoute({
  getParentRoute: () => account,
  path: 'users/import/$importId',
  validateSearch: planSearch,
  component: page(['imports'], () => import('#features/imports/web/import-page.tsx'), 'UserImport'),
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

const integrations = createRoute({
  getParentRoute: () => account,
  path: 'integrations',
  component: page(
    ['integrations'],
    () => import('#features/accounts/integrations/web/integrations-page.tsx'),
    'IntegrationsPage',
  ),
})

const twilio = createRoute({
  getParentRoute: () => account,
  path: 'integrations/twilio',
  component: page(
    ['twilio', 'integrations', 'operations'],
    () => import('#features/numbers/web/twilio-page.tsx'),
    'TwilioPage',
  ),
})

const numbers = createRoute({
  getParentRoute: () => account,
  path: 'numbers',
  validateSearch: numbersSearch,
  component: page(['numbers'], () => import('#features/numbers/web/numbers-page.tsx'), 'NumbersPage'),
})

const subscriptions = createRoute({
  getParentRoute: () => account,
  path: 'subscriptions',
  component: page(
    ['licences', 'users', 'integrations'],
    () => import('#features/licences/web/subscriptions-page.tsx'),
    'SubscriptionsPage',
  ),
})

const orders = createRoute({
  getParentRoute: () => account,
  path: 'orders',
  validateSearch: (
    given: Record<string, unknown>,
  ): { customerId?: string | undefined; open?: string | undefined } => ({
    customerId: idOf(given.customerId),
    open: oneOf(['new'], given.open) ?? idOf(given.open),
  }),
  component: page(
    ['orders', 'licences', 'users', 'integrations'],
    () => import('#features/licences/web/orders-page.tsx'),
    'OrdersPage',
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
    ['operations', 'deployments', 'acts', 'subscribers'],
    () => import('./pages/operation.tsx'),
    'OneOperation',
  ),
})

const events = createRoute({
  getParentRoute: () => account,
  path: 'activity/events',
  validateSearch: eventsSearch,
  component: page(
    ['events', 'subscribers', 'profiles', 'accounts', 'locations', 'person'],
    () => import('./pages/events.tsx'),
    'Events',
  ),
})

export const routeTree = root.addChildren([
  ...frontRoutes,
  signedIn.addChildren([
    home,
    ...portalRoutes,
    accounts,
    account.addChildren([
      accountHome,
      users,
      userUpload,
      userPlan,
      invitations,
      locations,
      integrations,
      twilio,
      numbers,
      subscriptions,
      orders,
      ...deploymentRoutes,
      operations,
      operation,
      events,
      ...settingsRoutes,
    ]),
  ]),
])
