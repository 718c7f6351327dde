import { useQuery } from '@tanstack/react-query'
import { TextLink } from '#web/components/links.tsx'
import { subscriberQuery } from './api.ts'

/** First and last name; one of them may be missing. */
export function fullName({ firstName, lastName }: { firstName: string; lastName: string }): string {
  return `${firstName} ${lastName}`.trim()
}

/** A subscriber known by id only: the name, as a link to the record. Who is gone is shown by id. */
export function SubscriberLink({ accountId, subscriberId }: { accountId: string; subscriberId: string }) {
  const { data, isError } = useQuery({ ...subscriberQuery(accountId, subscriberId), staleTime: 60_000 })
  if (isError) return <span className="rc-faint">{subscriberId}</span>
  return (
    <TextLink
      to="/accounts/$accountId/deployment/subscribers"
      params={{ accountId }}
      search={{ open: subscriberId, tab: 'timeline' }}
      size="md"
    >
      {data ? fullName(data) : '…'}
    </TextLink>
  )
}
