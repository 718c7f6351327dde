import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { EventsPage } from '#features/audit/web/events-page.tsx'

const route = getRouteApi('/_signed-in/accounts/$accountId/activity/events')

/** The event history of the account in the address. */
export function Events(): ReactNode {
  const { accountId } = route.useParams()
  return <EventsPage accountId={accountId} />
}
