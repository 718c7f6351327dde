import { Badge, Group } from '@mantine/core'
import {
  type Icon,
  IconAlertTriangle,
  IconBan,
  IconCircleCheck,
  IconCircleDashed,
  IconClock,
  IconMail,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Subscriber } from '../schema.ts'

// Word, shape and colour: none of them alone carries the meaning.
const states: Record<Subscriber['state'], { color: string; icon: Icon }> = {
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
  const { color, icon: Shape } = states[state]
  const raised = flagOrder.filter((flag) => flagsToo && flags[flag])
  // The most serious one in full, and that there are more: three cut words say nothing.
  const [first, ...more] = raised
  return (
    <Group gap={6} wrap="nowrap">
      <Badge
        variant="light"
        color={color}
        leftSection={<Shape size={13} aria-hidden />}
        title={t(`stateHint.${state}`)}
        style={{ flexShrink: 0 }}
      >
        {t(`state.${state}`)}
      </Badge>
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
