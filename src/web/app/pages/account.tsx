import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { AccountPage } from '#features/accounts/web/account-page.tsx'
import { sessionQuery } from '#features/auth/web/session.ts'

const route = getRouteApi('/_signed-in/accounts/$accountId/settings/account')

/** The settings of the account in the address. Who belongs to it reads its name in the frame, which the session tells. */
export function OneAccount(): ReactNode {
  const { accountId } = route.useParams()
  const queries = useQueryClient()
  const { data: session } = useQuery(sessionQuery)
  return (
    <AccountPage
      accountId={accountId}
      partner={session && session.account.id !== accountId ? session.account.name : undefined}
      onSaved={() => void queries.invalidateQueries(sessionQuery)}
    />
  )
}
