import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { Operation } from '#features/operations/schema.ts'
import { type Page, pagesQuery } from '#web/lib/api/pages.ts'
import { api } from '#web/lib/api/request.ts'
import type {
  CustomerUser,
  LicensedProduct,
  NewUser,
  NewUserDeletions,
  User,
  UserChanges,
  UserDeletionForecast,
  UserFilter,
  UserUpdateValues,
} from '../schema.ts'

const usersOf = (accountId: string) => `/accounts/${accountId}/users`
const pathOf = (accountId: string, userId: string) => `${usersOf(accountId)}/${userId}`

/** Which people an act is for. */
export type UserSelection = z.input<typeof NewUserDeletions>['selection']

/** A filter as a query: what is absent is not asked for. */
export type UserFilterQuery = Partial<UserFilter>

/** Everything that shows people of the account, to be asked for anew after a change. */
export const usersKey = (accountId: string) => ['accounts', accountId, 'users'] as const

/** Those that match, endless, in an order. */
export const usersQuery = (accountId: string, filter: UserFilterQuery, sort: string) =>
  pagesQuery<User>([...usersKey(accountId), 'list', filter, sort], usersOf(accountId), { ...filter, sort })

/** How many match; a request of its own, because the rows need not wait for it. */
export const userCountQuery = (accountId: string, filter: UserFilterQuery) =>
  queryOptions({
    queryKey: [...usersKey(accountId), 'count', filter],
    queryFn: ({ signal }) => api.get<{ count: number }>(`${usersOf(accountId)}/count`, filter, signal),
    select: ({ count }) => count,
  })

/** One person. */
export const userQuery = (accountId: string, userId: string) =>
  queryOptions({
    queryKey: [...usersKey(accountId), userId],
    queryFn: ({ signal }) => api.get<User>(pathOf(accountId, userId), undefined, signal),
  })

/** Adds a person and sends the welcome e-mail (UA-16). */
export const addUser = (accountId: string, user: NewUser) => api.post<User>(usersOf(accountId), user)

/** Changes the person, unless somebody else has changed them since (412). */
export const changeUser = (accountId: string, { id, version }: User, changes: UserChanges) =>
  api.patch<User>(pathOf(accountId, id), changes, version)

export const deleteUser = (accountId: string, { id }: User) => api.delete(pathOf(accountId, id))

/** Starts the deletion of the selection. */
export const startUserDeletion = (accountId: string, selection: UserSelection) =>
  api.post<Operation>(`/accounts/${accountId}/user-deletions`, { selection })

/** Starts to change the selection. */
export const startUserUpdate = (accountId: string, selection: UserSelection, changes: UserUpdateValues) =>
  api.post<Operation>(`/accounts/${accountId}/user-updates`, { selection, changes })

/** What deleting the selection would do. */
export const userDeletionForecast = (accountId: string, selection: UserSelection) =>
  api.post<UserDeletionForecast>(`/accounts/${accountId}/user-deletion-forecasts`, { selection })

/** The products for which somebody of the account holds a licence (UA-20). */
export const licensedProductsQuery = (accountId: string) =>
  queryOptions({
    queryKey: [...usersKey(accountId), 'licensed-products'],
    queryFn: ({ signal }) =>
      api.get<{ items: Array<z.infer<typeof LicensedProduct>> }>(
        `/accounts/${accountId}/licensed-products`,
        undefined,
        signal,
      ),
    select: ({ items }) => items,
    staleTime: 60_000,
  })

/** The people of all customers of the partner, by name (UA-6). */
export const customerUsersQuery = (search: string | undefined) =>
  infiniteQueryOptions({
    ...pagesQuery<CustomerUser>(['customer-users', search], '/customer-users', { search }),
    // People are changed in their own accounts: whoever comes back from there sees them as they are now.
    staleTime: 0,
  })

/** The account's admins who can sign in: those whose address is known to be theirs. At most 500. */
export const registeredAdminsQuery = (accountId: string) =>
  queryOptions({
    queryKey: [...usersKey(accountId), 'registered-admins'],
    queryFn: ({ signal }) =>
      api.get<Page<User>>(usersOf(accountId), { property: ['admins', 'registered'], limit: 500 }, signal),
    select: ({ items }) => items.filter(({ status }) => status === 'registered'),
  })
