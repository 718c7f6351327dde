import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { pagesQuery } from '#web/lib/api/pages.ts'
import { api } from '#web/lib/api/request.ts'
import type {
  NewSubscriber,
  PinDisclosure,
  Subscriber,
  SubscriberChanges,
  SubscriberFilter,
  TimelineEntry,
} from '../schema.ts'

const subscribersOf = (accountId: string) => `/accounts/${accountId}/subscribers`
const pathOf = (accountId: string, subscriberId: string) => `${subscribersOf(accountId)}/${subscriberId}`

/** Everything that shows subscribers, to be asked for anew after a change. */
export const subscribersKey = (accountId: string) => ['accounts', accountId, 'subscribers'] as const

/** Those that match, endless, in an order. */
export const subscribersQuery = (accountId: string, filter: SubscriberFilter, sort: string) =>
  pagesQuery<Subscriber>([...subscribersKey(accountId), 'list', filter, sort], subscribersOf(accountId), {
    ...filter,
    sort,
  })

/** How many match; a request of its own, because the rows need not wait for it. */
export const subscriberCountQuery = (accountId: string, filter: SubscriberFilter) =>
  queryOptions({
    queryKey: [...subscribersKey(accountId), 'count', filter],
    queryFn: ({ signal }) => api.get<{ count: number }>(`${subscribersOf(accountId)}/count`, filter, signal),
    select: ({ count }) => count,
  })

/** One subscriber, followed while the e-mail is about to be sent. */
export const subscriberQuery = (accountId: string, subscriberId: string) =>
  queryOptions({
    queryKey: [...subscribersKey(accountId), subscriberId],
    queryFn: ({ signal }) => api.get<Subscriber>(pathOf(accountId, subscriberId), undefined, signal),
    refetchInterval: ({ state }) => (state.data?.state === 'queued' ? 2_000 : false),
  })

/** What happened to one subscriber, newest first. */
export const timelineQuery = (accountId: string, subscriberId: string) =>
  pagesQuery<TimelineEntry>(
    [...subscribersKey(accountId), subscriberId, 'timeline'],
    `${pathOf(accountId, subscriberId)}/timeline`,
    {},
    50,
  )

export const addSubscriber = (accountId: string, subscriber: NewSubscriber) =>
  api.post<Subscriber>(subscribersOf(accountId), subscriber)

export const changeSubscriber = (
  accountId: string,
  { id, version }: Subscriber,
  changes: SubscriberChanges,
) => api.patch<Subscriber>(pathOf(accountId, id), changes, version)

/** The deployment PIN in clear; asking for it is recorded. */
export const disclosePin = (accountId: string, subscriberId: string) =>
  api.post<z.infer<typeof PinDisclosure>>(`${pathOf(accountId, subscriberId)}/pin-disclosures`)

/** Lets somebody who typed too many wrong PINs try again. */
export const unlockSubscriber = (accountId: string, subscriberId: string) =>
  api.post<void>(`${pathOf(accountId, subscriberId)}/unlocks`)

export const deleteSubscriber = (accountId: string, { id }: Subscriber) => api.delete(pathOf(accountId, id))
