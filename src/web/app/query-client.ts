import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { isSignedOut, Problem } from '#web/lib/api/request.ts'

interface Turns {
  /** A request finds that nobody is signed in any more. */
  onSignedOut: () => void
  /** A request finds that the account asks for a second factor by now. */
  onSecondFactorAsked: () => void
}

/** What the pages know of the server, and what is done when the session is not what it was. */
export function makeQueryClient({ onSignedOut, onSecondFactorAsked }: Turns): QueryClient {
  const onError = (error: unknown) => {
    if (isSignedOut(error)) onSignedOut()
    if (error instanceof Problem && error.code === 'auth.second-factor-to-enrol') onSecondFactorAsked()
  }
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      // Without a network a request fails with a sentence, at once. Held back, as the library would, it would look like one that is under way, and be
      // sent when whoever pressed has gone.
      mutations: { networkMode: 'always' },
      queries: {
        networkMode: 'always',
        staleTime: 15_000,
        // A refusal stays one; only what may pass by itself is worth asking again.
        retry: (failures, error) =>
          failures < 2 && error instanceof Problem && (error.status >= 500 || error.status === 0),
      },
    },
  })
}
