import { createRoute, redirect } from '@tanstack/react-router'
import type { SingleSignOnProblem } from '#features/auth/single-sign-on/schema.ts'
import { ownDetailsQuery } from '#features/portal/web/api.ts'
import { oneOf, textOf } from '#web/lib/address.ts'
import { signedIn } from './account-route.ts'
import { singleSignOnProblems } from './front-routes.ts'
import { page } from './page.ts'

// The pages that everybody has: the portal, and one's own sign-in.

const portal = createRoute({
  getParentRoute: () => signedIn,
  path: 'portal',
  // The frame waits for their language: it comes while the pages do.
  loader: ({ context: { queries } }) => void queries.prefetchQuery(ownDetailsQuery),
})

const phones = createRoute({
  getParentRoute: () => portal,
  path: '/',
  component: page(['portal'], () => import('#features/portal/web/phones-page.tsx'), 'PhonesPage'),
})

const directory = createRoute({
  getParentRoute: () => portal,
  path: 'directory',
  validateSearch: (given: Record<string, unknown>): { search?: string | undefined } => ({
    search: textOf(given.search),
  }),
  component: page(['portal'], () => import('#features/portal/web/directory-page.tsx'), 'DirectoryPage'),
})

const details = createRoute({
  getParentRoute: () => portal,
  path: 'details',
  component: page(['portal'], () => import('#features/portal/web/details-page.tsx'), 'DetailsPage'),
})

/** Why a step-up at an identity provider failed. */
const problemIn = (given: Record<string, unknown>): { problem?: SingleSignOnProblem | undefined } => ({
  problem: oneOf(singleSignOnProblems, given.problem),
})

const securityPage = page(
  ['portal', 'auth', 'security'],
  () => import('#features/auth/web/own/security-page.tsx'),
  'SecurityPage',
)

const security = createRoute({
  getParentRoute: () => portal,
  path: 'security',
  validateSearch: problemIn,
  component: securityPage,
})

/** The same page where administrators are; mails and ways back from an identity provider lead here. */
const securityOfAll = createRoute({
  getParentRoute: () => signedIn,
  path: 'me/security',
  validateSearch: problemIn,
  beforeLoad: ({ context: { session }, search }) => {
    if (session.user.role === 'user') throw redirect({ to: '/portal/security', search, replace: true })
  },
  component: securityPage,
})

export const portalRoutes = [
  portal.addChildren([phones, directory, details, security]),
  securityOfAll,
] as const
