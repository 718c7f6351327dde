import { createRouter } from '@tanstack/react-router'
import { sessionQuery } from '#features/auth/web/session.ts'
import { isAnythingUnsaved } from '#web/components/form/unsaved.ts'
import { PageError, PageNotFound } from './page-errors.tsx'
import { makeQueryClient } from './query-client.ts'
import { routeTree } from './routes.ts'
import { parseSearch, stringifySearch } from './search-text.ts'

export const queryClient = makeQueryClient({
  onSignedOut: goToSignIn,
  onSecondFactorAsked: () => void queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey }),
})

export const router = createRouter({
  routeTree,
  context: { queries: queryClient },
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
  defaultErrorComponent: PageError,
  defaultNotFoundComponent: PageNotFound,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

/** The session ended while a page was open: sign in, and come back to it. */
function goToSignIn(): void {
  const { pathname, href } = router.state.location
  if (pathname === '/sign-in' || pathname.startsWith('/setup/')) return
  // What was typed stays, and says how it can still be saved: whoever signs in in another tab does it from here.
  if (isAnythingUnsaved()) return
  queryClient.clear()
  void router.navigate({ to: '/sign-in', search: { to: href }, replace: true })
}
