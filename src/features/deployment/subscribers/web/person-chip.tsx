import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { userQuery } from '#features/users/web/api.ts'
import { FilterChip } from '#web/components/filter-chip.tsx'
import { fullName } from './subscriber-name.tsx'

const route = getRouteApi('/_signed-in/accounts/$accountId/deployment/subscribers')

/** The list is narrowed to the numbers of one person: whose. */
export function PersonChip({ userId, onRemove }: { userId: string; onRemove: () => void }) {
  const { t } = useTranslation('subscribers')
  const { accountId } = route.useParams()
  const { data: person } = useQuery(userQuery(accountId, userId))
  return (
    <FilterChip property={t('field.userId')} value={person ? fullName(person) : '…'} onRemove={onRemove} />
  )
}
