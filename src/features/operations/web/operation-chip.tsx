import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { FilterChip } from '#web/components/filter-chip.tsx'
import { shortTime } from '#web/lib/times.ts'
import { operationQuery } from './api.ts'
import { useOperationKind } from './operation-kind.ts'

interface OperationChipProps {
  accountId: string
  operationId: string
  /** What the list is narrowed to, before the name of the operation. */
  property: string
  onRemove: () => void
}

/** A list is narrowed to those for whom an operation was done: which one, and when. */
export function OperationChip({ accountId, operationId, property, onRemove }: OperationChipProps) {
  const { i18n } = useTranslation('operations')
  const { data: operation } = useQuery(operationQuery(accountId, operationId))
  const kind = useOperationKind(operation?.kind ?? '…')
  const value = operation ? `${kind}, ${shortTime(new Date(operation.createdAt), i18n.language)}` : kind
  return <FilterChip property={property} value={value} onRemove={onRemove} />
}
