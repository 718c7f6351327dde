import { Badge, Group } from '@mantine/core'
import {
  IconAlertTriangle,
  IconBan,
  IconCircleCheck,
  IconCircleDashed,
  IconClock,
  IconMail,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { StatusBadge, type StatusLook } from '#web/components/status-badge.tsx'
import type { Subscriber } from '../schema.ts'

const looks: Record<Subscriber['state'], StatusLook> = {
  new: { color: 'gray', icon: IconCircleDashed },
  queued: { color: 'blue', icon: IconClock },
  sent: { color: 'indigo', icon: IconMail },
  failed: { color: 'red', icon: IconAlertTriangle },
  downloaded: { color: 'teal', icon: IconCircleCheck },
  revoked: { color: 'gray', icon: IconBan },
}

const flagOrder = ['locked', 'redeployRequired', 'linkExpired', 'forcePending', 'updatePending'] as const
const serious = new Set<string>(['locked', 'redeployRequired', 'linkExpired'])

/** How far a user's deployment is, and what needs attention. */
export function StateBadge({
  subscriber: { state, flags },
  flagsToo = true,
}: {
  subscriber: Pick<Subscriber, 'state' | 'flags'>
  /** Off where the flags are said in words beside it. */
  flagsToo?: boolean
}) {
  const { t } = useTranslation('subscribers')
  const raised = flagOrder.filter((flag) => flagsToo && flags[flag])
  // The most serious one in full, and that there are more: three cut words say nothing.
  const [first, ...more] = raised
  return (
    <Group gap={6} wrap="nowrap">
      <StatusBadge look={looks[state]} title={t(`stateHint.${state}`)}>
        {t(`state.${state}`)}
      </StatusBadge>
      {first && (
        <Badge
          variant="light"
          color={serious.has(first) ? 'orange' : 'gray'}
          title={t(`flagHint.${first}`)}
          style={{ flexShrink: 0 }}
        >
          {t(`flag.${first}`)}
        </Badge>
      )}
      {more.length > 0 && (
        <Badge
          variant="light"
          color="gray"
          style={{ flexShrink: 0 }}
          title={more.map((flag) => t(`flag.${flag}`)).join(', ')}
        >
          +{more.length}
        </Badge>
      )}
    </Group>
  )
}
