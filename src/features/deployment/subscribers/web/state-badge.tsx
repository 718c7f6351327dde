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
}: {
  subscriber: Pick<Subscriber, 'state' | 'flags'>
}) {
  const { t } = useTranslation('subscribers')
  const { color, icon: Shape } = states[state]
  return (
    <Group gap={6} wrap="nowrap">
      <Badge
        variant="light"
        color={color}
        leftSection={<Shape size={13} aria-hidden />}
        title={t(`stateHint.${state}`)}
      >
        {t(`state.${state}`)}
      </Badge>
      {flagOrder
        .filter((flag) => flags[flag])
        .map((flag) => (
          <Badge
            key={flag}
            variant="light"
            color={serious.has(flag) ? 'orange' : 'gray'}
            title={t(`flagHint.${flag}`)}
          >
            {t(`flag.${flag}`)}
          </Badge>
        ))}
    </Group>
  )
}
