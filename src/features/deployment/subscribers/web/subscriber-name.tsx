import { useQuery } from '@tanstack/react-query'
import { TextLink } from '#web/components/links.tsx'
import { NameById } from '#web/components/name-by-id.tsx'
import { subscriberQuery } from './api.ts'

/** First and last name; one of them may be missing. */
export function fullName({ firstName, lastName }: { firstName: string; lastName: string }): string {
  return `${firstName} ${lastName}`.trim()
}

/** A subscriber known by id only: the name, as a link to the record. */
export function SubscriberLink({ accountId, subscriberId }: { accountId: string; subscriberId: string }) {
  const { data, error } = useQuery({ ...subscriberQuery(accountId, subscriberId), staleTime: 60_000 })
  return (
    <NameById id={subscriberId} error={error}>
      <TextLink
        to="/accounts/$accountId/deployment/subscribers"
        params={{ accountId }}
        search={{ open: subscriberId, tab: 'timeline' }}
        size="md"
      >
        {data ? fullName(data) : '…'}
      </TextLink>
    </NameById>
  )
}
