import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconCircleCheck,
  IconCircleMinus,
  IconClock,
  IconEye,
  IconPlayerPlay,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { StatusBadge, type StatusLook } from '#web/components/status-badge.tsx'
import type { Import } from '../schema.ts'
import { verdicts } from './plan.ts'

const looks: Record<Import['status'], StatusLook> = {
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
  return <StatusBadge look={looks[status]}>{t(`status.${status}`)}</StatusBadge>
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
