import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleMinus,
  IconClock,
  IconPlayerPlay,
  IconPlayerSkipForward,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { StatusBadge, type StatusLook } from '#web/components/status-badge.tsx'
import type { Operation, OperationItem } from '../schema.ts'

const statuses: Record<Operation['status'], StatusLook> = {
  queued: { color: 'gray', icon: IconClock },
  running: { color: 'blue', icon: IconPlayerPlay },
  done: { color: 'teal', icon: IconCircleCheck },
  cancelled: { color: 'gray', icon: IconCircleMinus },
  failed: { color: 'red', icon: IconAlertTriangle },
}

const outcomes: Record<OperationItem['outcome'], StatusLook> = {
  pending: { color: 'gray', icon: IconClock },
  done: { color: 'teal', icon: IconCircleCheck },
  skipped: { color: 'orange', icon: IconPlayerSkipForward },
  failed: { color: 'red', icon: IconAlertTriangle },
  cancelled: { color: 'gray', icon: IconCircleMinus },
}

/** The status of an operation. */
export function OperationStatus({ status }: { status: Operation['status'] }) {
  const { t } = useTranslation('operations')
  return <StatusBadge look={statuses[status]}>{t(`status.${status}`)}</StatusBadge>
}

/** What became of one record. */
export function ItemOutcome({ outcome }: { outcome: OperationItem['outcome'] }) {
  const { t } = useTranslation('operations')
  return <StatusBadge look={outcomes[outcome]}>{t(`outcome.${outcome}`)}</StatusBadge>
}
