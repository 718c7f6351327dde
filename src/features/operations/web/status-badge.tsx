import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleMinus,
  IconClock,
  IconMail,
  IconPlayerPlay,
  IconPlayerSkipForward,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { StatusBadge, type StatusLook } from '#web/components/status-badge.tsx'
import type { Operation, OperationItem } from '../schema.ts'
import { outcomeWord } from './outcome-word.ts'

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

/** On its way, which is not yet good. */
const queuedMail: StatusLook = { color: 'blue', icon: IconMail }

/** The status of an operation. */
export function OperationStatus({ status }: { status: Operation['status'] }) {
  const { t } = useTranslation('operations')
  return <StatusBadge look={statuses[status]}>{t(`status.${status}`)}</StatusBadge>
}

/** What became of one record. */
export function ItemOutcome({
  operation,
  outcome,
}: {
  operation: Pick<Operation, 'kind'>
  outcome: OperationItem['outcome']
}) {
  const { t } = useTranslation('operations')
  const word = outcomeWord(operation, outcome)
  return (
    <StatusBadge look={word === 'queuedMail' ? queuedMail : outcomes[outcome]}>
      {t(`outcome.${word}`)}
    </StatusBadge>
  )
}
