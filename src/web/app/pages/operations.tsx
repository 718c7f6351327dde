import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { OperationsPage } from '#features/operations/web/operations-page.tsx'

const route = getRouteApi('/_signed-in/accounts/$accountId/activity/operations')

/** The operations of the account in the address. */
export function Operations(): ReactNode {
  const { accountId } = route.useParams()
  return <OperationsPage accountId={accountId} />
}
