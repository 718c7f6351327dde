import { queryOptions } from '@tanstack/react-query'
import type { User } from '#features/users/schema.ts'
import { usersKey } from '#features/users/web/api.ts'
import { fullName } from '#features/users/web/person-name.ts'
import type { ServerChoice, ServerChoices } from '#web/components/server-select.tsx'
import type { Page } from '#web/lib/api/pages.ts'
import { api } from '#web/lib/api/request.ts'
import { isolated } from '#web/lib/i18n/isolated.ts'
import type { Subscriber } from '../schema.ts'
import { subscribersKey } from './api.ts'

/** So many choices are listed; more letters bring the others. */
const listed = 50
/** An address may stand within others; so many records that hold it are looked through. */
const lookedThrough = 100

/** `Anna Kühn · anna.kuehn@company.example` */
export const personChoice = (
  person: Pick<User, 'id' | 'firstName' | 'lastName' | 'email'>,
): ServerChoice => ({
  value: person.id,
  label: `${isolated(fullName(person))} · ${person.email}`,
})

/** `1001 · Anna Kühn · anna.kuehn@company.example` */
export const numberChoice = (subscriber: Subscriber): ServerChoice => ({
  value: subscriber.id,
  label: [subscriber.directoryNumber, isolated(fullName(subscriber)), subscriber.email]
    .filter(Boolean)
    .join(' · '),
})

/** The people of the account to whom a number can be given. @param deactivated what is said of somebody to whom none can be */
export const peopleToChoose = (accountId: string, deactivated: string) => (search: string | undefined) => ({
  queryKey: [...usersKey(accountId), 'to-choose', search],
  queryFn: async ({ signal }: { signal: AbortSignal }): Promise<ServerChoices> => {
    const query = { search, limit: listed }
    const { items, nextCursor } = await api.get<Page<User>>(`/accounts/${accountId}/users`, query, signal)
    const choices = items.map((person) => {
      const choice = personChoice(person)
      return person.status === 'inactive'
        ? { ...choice, label: `${choice.label} (${deactivated})`, disabled: true }
        : choice
    })
    return { choices, hasMore: nextCursor !== null }
  },
})

/** The numbers that belong to nobody. */
export const numbersToChoose = (accountId: string) => (search: string | undefined) => ({
  queryKey: [...subscribersKey(accountId), 'to-choose', search],
  queryFn: async ({ signal }: { signal: AbortSignal }): Promise<ServerChoices> => {
    const { items, nextCursor } = await unassigned(accountId, { search, limit: listed }, signal)
    return { choices: items.map(numberChoice), hasMore: nextCursor !== null }
  },
})

/** Who of the account has this e-mail address and may be given a number; null: nobody. */
export const personWithEmailQuery = (accountId: string, email: string) =>
  queryOptions({
    queryKey: [...usersKey(accountId), 'with-email', email],
    queryFn: async ({ signal }) => {
      const query = { search: email, limit: lookedThrough }
      const { items } = await api.get<Page<User>>(`/accounts/${accountId}/users`, query, signal)
      return items.find((person) => isSame(person.email, email) && person.status !== 'inactive') ?? null
    },
  })

/** The numbers with this e-mail address that belong to nobody. */
export const numbersWithEmailQuery = (accountId: string, email: string) =>
  queryOptions({
    queryKey: [...subscribersKey(accountId), 'with-email', email],
    queryFn: async ({ signal }) => {
      const { items } = await unassigned(accountId, { search: email, limit: lookedThrough }, signal)
      return items.filter((subscriber) => isSame(subscriber.email, email))
    },
  })

function unassigned(
  accountId: string,
  query: { search: string | undefined; limit: number },
  signal: AbortSignal,
) {
  const path = `/accounts/${accountId}/subscribers`
  return api.get<Page<Subscriber>>(path, { ...query, assigned: false }, signal)
}

function isSame(email: string, other: string): boolean {
  return email.toLowerCase() === other.toLowerCase()
}
