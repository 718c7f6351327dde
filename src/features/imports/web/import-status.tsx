import { Badge } from '@mantine/core'
import {
  type Icon,
  IconAlertTriangle,
  IconArrowBackUp,
  IconCircleCheck,
  IconCircleMinus,
  IconClock,
  IconEye,
  IconPlayerPlay,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Import } from '../schema.ts'
import { verdicts } from './plan.ts'

// Word, shape and colour: none of them alone carries the meaning.
const shapes: Record<Import['status'], { color: string; icon: Icon }> = {
  planning: { color: 'blue', icon: IconClock },
  ready: { color: 'indigo', icon: IconEye },
  applying: { color: 'blue', icon: IconPlayerPlay },
  applied: { color: 'teal', icon: IconCircleCheck },
  undoing: { color: 'blue', icon: IconPlayerPlay },
  undone: { color: 'gray', icon: IconArrowBackUp },
  failed: { color: 'red', icon: IconAlertTriangle },
  cancelled: { color: 'gray', icon: IconCircleMinus },
}

/** Where an import stands. */
export function ImportStatus({ status }: Pick<Import, 'status'>) {
  const { t } = useTranslation('imports')
  const { color, icon: Shape } = shapes[status]
  return (
    <Badge
      variant="light"
      color={color}
      leftSection={<Shape size={13} aria-hidden />}
      style={{ flexShrink: 0 }}
    >
      {t(`status.${status}`)}
    </Badge>
  )
}

/** "3 new · 1 changed · 2 errors": the verdicts of an import in one line, without those that no row has. */
export function useCounts(): (plan: Import) => string {
  const { t } = useTranslation('imports')
  return ({ counts }) => {
    const parts = verdicts.flatMap((verdict) =>
      counts[verdict] > 0 ? [t(`count.${verdict}`, { count: counts[verdict] })] : [],
    )
    return parts.join(' · ') || t('count.none')
  }
}
