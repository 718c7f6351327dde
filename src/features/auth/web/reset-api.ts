import { queryOptions } from '@tanstack/react-query'
import { api } from '#web/lib/api/request.ts'
import { speakToInvited } from '#web/lib/i18n/speech.ts'
import type { PasswordReset, PasswordResetCompletion, PasswordResetOpening } from '../resets/schema.ts'

/** Where the link of a reset leads. Its page is drawn in the language of the person. */
export const resetQuery = (token: string) =>
  queryOptions({
    queryKey: ['password-reset', token],
    queryFn: async () => {
      const reset = await api.post<PasswordReset>('/password-reset-lookups', { token })
      await speakToInvited(reset.language)
      return reset
    },
    retry: false,
    // Asked again when the time of the code is over, and not because the window was left to read the code.
    staleTime: Number.POSITIVE_INFINITY,
  })

export const askForReset = (email: string) => api.post<unknown>('/password-resets', { email })
export const askForResetAgain = (token: string) => api.post<unknown>('/password-reset-renewals', { token })
export const openReset = (token: string) =>
  api.post<PasswordResetOpening>('/password-reset-openings', { token })
export const completeReset = (completion: PasswordResetCompletion) =>
  api.post('/password-reset-completions', completion)
