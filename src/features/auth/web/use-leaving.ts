import { useMutation } from '@tanstack/react-query'
import { useEffect } from 'react'

/**
 * Has the server begin a way to an identity provider, and goes there. Busy until this page is gone; who comes back to it by *Back* finds it as it was,
 * because browsers keep pages as they were left.
 */
export function useLeaving<Given>(begin: (given: Given) => Promise<{ url: string }>) {
  const { mutate, reset, isPending, isSuccess, error } = useMutation({
    mutationFn: begin,
    onSuccess: ({ url }) => window.location.assign(url),
  })
  useEffect(() => {
    const comeBack = ({ persisted }: PageTransitionEvent) => {
      if (persisted) reset()
    }
    window.addEventListener('pageshow', comeBack)
    return () => window.removeEventListener('pageshow', comeBack)
  }, [reset])
  return { leave: mutate, reset, isBusy: isPending || isSuccess, error }
}
