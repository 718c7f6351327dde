import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { operationQuery } from '#features/operations/web/api.ts'
import { useOperationKind } from '#features/operations/web/operation-kind.ts'
import { FilterChip } from '#web/components/filter-chip.tsx'
import { shortTime } from '#web/lib/times.ts'

const route = getRouteApi('/_signed-in/accounts/$accountId/deployment/subscribers')

/** The list is narrowed to those for whom an operation was done: which one, and when. */
export function OperationChip({ operationId, onRemove }: { operationId: string; onRemove: () => void }) {
  const { t, i18n } = useTranslation('subscribers')
  const { accountId } = route.useParams()
  const { data: operation } = useQuery(operationQuery(accountId, operationId))
  const kind = useOperationKind(operation?.kind ?? '…')
  const value = operation ? `${kind}, ${shortTime(new Date(operation.createdAt), i18n.language)}` : kind
  return <FilterChip property={t('filter.operation')} value={value} onRemove={onRemove} />
}
