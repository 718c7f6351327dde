import { Badge } from '@mantine/core'
import {
  type Icon,
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleMinus,
  IconClock,
  IconPlayerPlay,
  IconPlayerSkipForward,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Operation, OperationItem } from '../schema.ts'

// Word, shape and colour: none of them alone carries the meaning.
const statuses: Record<Operation['status'], { color: string; icon: Icon }> = {
  queued: { color: 'gray', icon: IconClock },
  running: { color: 'blue', icon: IconPlayerPlay },
  done: { color: 'teal', icon: IconCircleCheck },
  cancelled: { color: 'gray', icon: IconCircleMinus },
  failed: { color: 'red', icon: IconAlertTriangle },
}

const outcomes: Record<OperationItem['outcome'], { color: string; icon: Icon }> = {
  pending: { color: 'gray', icon: IconClock },
  done: { color: 'teal', icon: IconCircleCheck },
  skipped: { color: 'orange', icon: IconPlayerSkipForward },
  failed: { color: 'red', icon: IconAlertTriangle },
  cancelled: { color: 'gray', icon: IconCircleMinus },
}

/** The status of an operation. */
export function OperationStatus({ status }: { status: Operation['status'] }) {
  const { t } = useTranslation('operations')
  const { color, icon: Shape } = statuses[status]
  return (
    <Badge variant="light" color={color} leftSection={<Shape size={13} aria-hidden />}>
      {t(`status.${status}`)}
    </Badge>
  )
}

/** What became of one record. */
export function ItemOutcome({ outcome }: { outcome: OperationItem['outcome'] }) {
  const { t } = useTranslation('operations')
  const { color, icon: Shape } = outcomes[outcome]
  return (
    <Badge
      variant="light"
      color={color}
      leftSection={<Shape size={13} aria-hidden />}
      style={{ flexShrink: 0 }}
    >
      {t(`outcome.${outcome}`)}
    </Badge>
  )
}
