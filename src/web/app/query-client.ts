import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { isSignedOut, Problem } from '#web/lib/api/request.ts'

/** What the pages know of the server. `onSignedOut` is told when a request finds that nobody is signed in any more. */
export function makeQueryClient(onSignedOut: () => void): QueryClient {
  const onError = (error: unknown) => {
    if (isSignedOut(error)) onSignedOut()
  }
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        // A refusal stays one; only what may pass by itself is worth asking again.
        retry: (failures, error) =>
          failures < 2 && error instanceof Problem && (error.status >= 500 || error.status === 0),
      },
    },
  })
}
