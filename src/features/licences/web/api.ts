import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { Operation } from '#features/operations/schema.ts'
import type { User } from '#features/users/schema.ts'
import type { UserSelection } from '#features/users/web/api.ts'
import { pagesQuery } from '#web/lib/api/pages.ts'
import { api } from '#web/lib/api/request.ts'
import type {
  LicenceForecast,
  LicensableProduct,
  NewOrder,
  Order,
  OrderChanges,
  SubscribedProduct,
  Subscription,
} from '../schema.ts'

const ordersOf = (accountId: string) => `/accounts/${accountId}/orders`

/** Everything that shows orders, to be asked for anew after a change. */
export const ordersKey = (accountId: string) => ['accounts', accountId, 'orders'] as const

/** What the partner has ordered, endless; of one customer where one is named. */
export const orderPagesQuery = (accountId: string, customerId: string | undefined) =>
  pagesQuery<Order>([...ordersKey(accountId), 'list', customerId], ordersOf(accountId), { customerId })

/** One order. */
export const orderQuery = (accountId: string, orderId: string) =>
  queryOptions({
    queryKey: [...ordersKey(accountId), orderId],
    queryFn: ({ signal }) => api.get<Order>(`${ordersOf(accountId)}/${orderId}`, undefined, signal),
  })

export const addOrder = (accountId: string, order: NewOrder) => api.post<Order>(ordersOf(accountId), order)

/** Changes the order, unless somebody else has changed it since (412). */
export const changeOrder = (accountId: string, { id, version }: Order, changes: OrderChanges) =>
  api.patch<Order>(`${ordersOf(accountId)}/${id}`, changes, version)

/** Deletes the order, unless somebody else has changed it since (412). */
export const deleteOrder = (accountId: string, { id, version }: Order) =>
  api.delete(`${ordersOf(accountId)}/${id}`, undefined, version)

/** Everything that tells how many licences there are, to be asked for anew after one was given or taken. */
export const licencesKey = (accountId: string) => ['accounts', accountId, 'licences'] as const

/** The subscriptions of the account. */
export const subscriptionsQuery = (accountId: string) =>
  queryOptions({
    queryKey: [...licencesKey(accountId), 'subscriptions'],
    queryFn: ({ signal }) =>
      api.get<{ items: Subscription[] }>(`/accounts/${accountId}/subscriptions`, undefined, signal),
    select: ({ items }) => items,
  })

/** The products whose licences are given out here, and whether they may be (UA-71). */
export const productsQuery = (accountId: string) =>
  queryOptions({
    queryKey: [...licencesKey(accountId), 'products'],
    queryFn: ({ signal }) =>
      api.get<{ items: LicensableProduct[] }>(`/accounts/${accountId}/products`, undefined, signal),
    select: ({ items }) => items,
  })

export type ProductName = z.infer<typeof SubscribedProduct>

/** What giving the licence to the selected people would need. */
export const licenceForecastQuery = (accountId: string, selection: UserSelection, product: ProductName) =>
  queryOptions({
    queryKey: [...licencesKey(accountId), 'forecast', product, selection],
    queryFn: () =>
      api.post<LicenceForecast>(`/accounts/${accountId}/licence-forecasts`, {
        selection,
        assign: true,
        product,
      }),
    staleTime: 0,
    gcTime: 0,
  })

/** Starts giving the licence to the selected people, or taking theirs. */
export const startLicenceAssignment = (
  accountId: string,
  order: { selection: UserSelection; assign: boolean; product: ProductName },
) => api.post<Operation>(`/accounts/${accountId}/licence-assignments`, order)

const heldBy = (accountId: string, userId: string, product: ProductName) =>
  `/accounts/${accountId}/users/${userId}/licences/${product}`

/** Gives somebody the licence. */
export const giveLicence = (accountId: string, userId: string, product: ProductName) =>
  api.put<User>(heldBy(accountId, userId, product), undefined)

/** Takes somebody's licence back. */
export const takeLicence = (accountId: string, userId: string, product: ProductName) =>
  api.delete<User>(heldBy(accountId, userId, product))
