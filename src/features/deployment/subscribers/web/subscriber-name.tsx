import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { TextLink } from '#web/components/links.tsx'
import { Problem } from '#web/lib/api/request.ts'
import { subscriberQuery } from './api.ts'

/** First and last name; one of them may be missing. */
export function fullName({ firstName, lastName }: { firstName: string; lastName: string }): string {
  return `${firstName} ${lastName}`.trim()
}

/** A subscriber known by id only: the name, as a link to the record. Of who is gone nothing is kept but the id, which says nothing to anybody. */
export function SubscriberLink({ accountId, subscriberId }: { accountId: string; subscriberId: string }) {
  const { t } = useTranslation('subscribers')
  const { data, error } = useQuery({ ...subscriberQuery(accountId, subscriberId), staleTime: 60_000 })
  if (error) {
    const gone = error instanceof Problem && error.status === 404
    return (
      <span className="rc-faint" title={subscriberId}>
        {t(gone ? 'deletedUser' : 'unknownUser')}
      </span>
    )
  }
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
