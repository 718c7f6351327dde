import { queryOptions } from '@tanstack/react-query'
import { api } from '#web/lib/api/request.ts'
import type { OwnPassword, OwnSession, OwnSignIn } from '../../own-schema.ts'
import type { NewSecondFactor, RecoveryCodes, RememberedDevice } from '../../second-factors/schema.ts'

/** What belongs to the caller's own sign-in. */
export const ownKey = ['own'] as const

export const ownSignInQuery = queryOptions({
  queryKey: [...ownKey, 'sign-in'],
  queryFn: ({ signal }) => api.get<OwnSignIn>('/me/sign-in', undefined, signal),
})

export const ownSessionsQuery = queryOptions({
  queryKey: [...ownKey, 'sessions'],
  queryFn: async ({ signal }) =>
    (await api.get<{ items: OwnSession[] }>('/me/sessions', undefined, signal)).items,
})

export const rememberedDevicesQuery = queryOptions({
  queryKey: [...ownKey, 'remembered-devices'],
  queryFn: async ({ signal }) =>
    (await api.get<{ items: RememberedDevice[] }>('/me/remembered-devices', undefined, signal)).items,
})

export const setOwnPassword = (given: OwnPassword) => api.put<void>('/me/password', given)

export const endOwnSession = (sessionId: string) => api.delete(`/me/sessions/${sessionId}`)
/** Every other one. */
export const endOtherSessions = () => api.delete('/me/sessions')

export const forgetDevice = (deviceId: string) => api.delete(`/me/remembered-devices/${deviceId}`)

export const beginSecondFactor = () => api.post<NewSecondFactor>('/me/second-factor')
export const confirmSecondFactor = (totp: string) =>
  api.post<RecoveryCodes>('/me/second-factor/confirmations', { totp })
export const removeSecondFactor = () => api.delete('/me/second-factor')
export const renewRecoveryCodes = () => api.post<RecoveryCodes>('/me/recovery-codes')
