import { infiniteQueryOptions, queryOptions, useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import { integrationsQuery } from '#features/accounts/integrations/web/api.ts'
import type { Operation } from '#features/operations/schema.ts'
import type { UserSelection } from '#features/users/web/api.ts'
import { pagesQuery } from '#web/lib/api/pages.ts'
import { api, Problem } from '#web/lib/api/request.ts'
import type {
  NewTwilioAccount,
  SmsNumber,
  SmsNumberForecast,
  TwilioAccount,
  TwilioAccountChanges,
} from '../schema.ts'

const twilioOf = (accountId: string) => `/accounts/${accountId}/twilio-account`
const numbersOf = (accountId: string) => `/accounts/${accountId}/sms-numbers`

/** Whoever saves a person changes who has which number: what is known of that is asked for anew wherever it is shown. */
const staleTime = 0

/** Everything that shows SMS numbers of the account, to be asked for anew after a change. */
export const numbersKey = (accountId: string) => ['accounts', accountId, 'numbers'] as const

/** The Twilio account that the account is joined with; null: with none. */
export const twilioQuery = (accountId: string) =>
  queryOptions({
    queryKey: [...numbersKey(accountId), 'twilio'],
    queryFn: async ({ signal, client }): Promise<TwilioAccount | null> => {
      // A request for what is not there stands as a failure in the browser's console: the card tells whether it is.
      const { items } = await client.fetchQuery(integrationsQuery(accountId))
      const card = items.find(({ integration }) => integration === 'twilio')
      if (!card || card.missing.some(({ code }) => code === 'numbers.twilio-not-set-up')) return null
      try {
        return await api.get<TwilioAccount>(twilioOf(accountId), undefined, signal)
      } catch (error) {
        if (error instanceof Problem && error.status === 404) return null
        throw error
      }
    },
    staleTime,
  })

/** Joins the account with its Twilio account. A stale version is answered 412. */
export const joinTwilio = (accountId: string, account: z.input<typeof NewTwilioAccount>) =>
  api.put<TwilioAccount>(twilioOf(accountId), account)

/** Changes the Twilio account, unless somebody else has changed it since (412). */
export const changeTwilio = (
  accountId: string,
  { version }: TwilioAccount,
  changes: z.input<typeof TwilioAccountChanges>,
) => api.patch<TwilioAccount>(twilioOf(accountId), changes, version)

/** Takes the account and its Twilio account apart, unless somebody else has changed it since (412). */
export const removeTwilio = (accountId: string, { version }: TwilioAccount) =>
  api.delete(twilioOf(accountId), undefined, version)

/** Tries the Twilio account out; what came of it is part of the answer. */
export const checkTwilio = (accountId: string) => api.post<TwilioAccount>(`${twilioOf(accountId)}/checks`)

/** Starts bringing the list of numbers up to date. @param evenIfManyGone also where many are not at Twilio any more */
export const startSynchronisation = (accountId: string, evenIfManyGone: boolean) =>
  api.post<Operation>(`/accounts/${accountId}/sms-number-synchronisations`, { evenIfManyGone })

/** Which numbers are listed. */
export interface NumberFilter {
  search: string | undefined
  /** true: nobody has them; false: somebody has. */
  free: boolean | undefined
}

/** Those that match, endless, in their order. */
export const numbersQuery = (accountId: string, filter: NumberFilter) =>
  infiniteQueryOptions({
    ...pagesQuery<SmsNumber>([...numbersKey(accountId), 'list', filter], numbersOf(accountId), { ...filter }),
    staleTime,
  })

/** How many match; a request of its own, because the rows need not wait for it. */
export const numberCountQuery = (accountId: string, filter: NumberFilter) =>
  queryOptions({
    queryKey: [...numbersKey(accountId), 'count', filter],
    queryFn: ({ signal }) =>
      api.get<{ count: number }>(`${numbersOf(accountId)}/count`, { ...filter }, signal),
    select: ({ count }) => count,
    staleTime,
  })

/** Whether there are enough numbers for these people. */
export const numberForecastQuery = (accountId: string, selection: UserSelection) =>
  queryOptions({
    queryKey: [...numbersKey(accountId), 'forecast', selection],
    queryFn: () =>
      api.post<SmsNumberForecast>(`/accounts/${accountId}/sms-number-forecasts`, { selection, assign: true }),
    staleTime,
    gcTime: 0,
  })

/** Starts giving the selected people numbers, or taking theirs. */
export const startNumberAssignment = (
  accountId: string,
  order: { selection: UserSelection; assign: boolean },
) => api.post<Operation>(`/accounts/${accountId}/sms-number-assignments`, order)

/** Whether people can be given numbers, and if not, what is off (UA-12); undefined while that is asked. */
export type UserNumbers = 'on' | 'twilio-off' | 'user-numbers-off'

/** The Twilio account is asked for only where Twilio is on: in most accounts it never is. */
export function useUserNumbers(accountId: string): UserNumbers | undefined {
  const { data: cards } = useQuery({ ...integrationsQuery(accountId), staleTime: 60_000 })
  const card = cards?.find(({ integration }) => integration === 'twilio')
  const isOn = card?.state === 'on' || card?.state === 'failing'
  const { data: twilio } = useQuery({ ...twilioQuery(accountId), enabled: isOn, staleTime: 60_000 })
  if (cards && !isOn) return 'twilio-off'
  if (twilio === undefined) return undefined
  return twilio?.userNumbers ? 'on' : 'user-numbers-off'
}
