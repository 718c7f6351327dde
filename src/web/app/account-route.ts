import { createRoute, notFound, redirect } from '@tanstack/react-router'
import { accountQuery } from '#features/accounts/web/api.ts'
import { sessionQuery } from '#features/auth/web/session.ts'
import { isSignedOut, Problem } from '#web/lib/api/request.ts'
import { root } from './front-routes.ts'
import { InAccount } from './in-account.tsx'
import { isPortal } from './own-paths.ts'
import { page } from './page.ts'

/** Whoever is not signed in is asked to, and comes back to where they were. Whoever administers nothing is led to their own pages. */
export const signedIn = createRoute({
  getParentRoute: () => root,
  id: '_signed-in',
  beforeLoad: async ({ context: { queries }, location }) => {
    const session = await queries.ensureQueryData(sessionQuery).catch((error: unknown) => {
      if (!isSignedOut(error)) throw error
      throw redirect({ to: '/sign-in', search: { to: location.href === '/' ? undefined : location.href } })
    })
    const isOwn = isPortal(location.pathname) || location.pathname.startsWith('/me/')
    if (session.user.role === 'user' && !isOwn) throw redirect({ to: '/portal', replace: true })
    return { session }
  },
  component: page(['operations'], () => import('./frame/frame.tsx'), 'Frame'),
})

/** The pages of one account. */
export const account = createRoute({
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
  component: InAccount,
})
