import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { AccountsPage } from '#features/accounts/web/accounts-page.tsx'
import { sessionQuery } from '#features/auth/web/session.ts'

/** The customers of the partner who is signed in. */
export function Accounts(): ReactNode {
  const { data: session } = useQuery(sessionQuery)
  return <AccountsPage partner={session?.account.name ?? ''} />
}
