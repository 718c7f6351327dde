import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { AccountsPage } from '#features/accounts/web/accounts-page.tsx'
import { sessionQuery } from '#features/auth/web/session.ts'
import { CustomerUsers } from '#features/users/web/customer-users.tsx'

const route = getRouteApi('/_signed-in/accounts')

/** The customers of the partner who is signed in, and their people, of whom accounts themselves know nothing. */
export function Accounts(): ReactNode {
  const { data: session } = useQuery(sessionQuery)
  const { search } = route.useSearch()
  return <AccountsPage partner={session?.account.name ?? ''} people={<CustomerUsers search={search} />} />
}
