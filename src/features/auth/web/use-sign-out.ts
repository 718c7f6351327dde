import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { signOut } from './session.ts'

/** Signs out and goes to the sign-in page. */
export function useSignOut() {
  const navigate = useNavigate()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: signOut,
    // Cleared first: nothing of who was signed in is left to be drawn, now or by Back.
    onSuccess: () => {
      queries.clear()
      return navigate({ to: '/sign-in' })
    },
  })
}
