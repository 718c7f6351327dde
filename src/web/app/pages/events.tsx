import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { EventsPage } from '#features/audit/web/events-page.tsx'
import type { EventsSearch } from '#features/audit/web/search.ts'

const route = getRouteApi('/_signed-in/accounts/$accountId/activity/events')

/** The event history of the account in the address. */
export function Events(): ReactNode {
  const { accountId } = route.useParams()
  const search = route.useSearch()
  const navigate = route.useNavigate()

  function change(part: EventsSearch, replace = false) {
    void navigate({ search: (now) => ({ ...now, ...part }), replace })
  }

  return <EventsPage accountId={accountId} search={search} change={change} />
}
