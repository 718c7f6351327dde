import { useQuery } from '@tanstack/react-query'
import { TextLink } from '#web/components/links.tsx'
import { NameById } from '#web/components/name-by-id.tsx'
import { userQuery } from './api.ts'
import { fullName } from './person-name.ts'

/** A person known by id only: the name, as a link to them beside the list. */
export function UserLink({ accountId, userId }: { accountId: string; userId: string }) {
  const { data, error } = useQuery({ ...userQuery(accountId, userId), staleTime: 60_000 })
  return (
    <NameById id={userId} error={error}>
      <TextLink to="/accounts/$accountId/users" params={{ accountId }} search={{ open: userId }} size="md">
        {data ? fullName(data) : '…'}
      </TextLink>
    </NameById>
  )
}
