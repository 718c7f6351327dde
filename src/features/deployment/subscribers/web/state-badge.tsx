import { Badge, Group, Stack, Text } from '@mantine/core'
import {
  IconAlertTriangle,
  IconBan,
  IconCircleCheck,
  IconCircleDashed,
  IconClock,
  IconLock,
  IconMail,
} from '@tabler/icons-react'
import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PopoverButton } from '#web/components/popover-button.tsx'
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
type Flag = (typeof flagOrder)[number]
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
          // The names of the others are so long that a shape would push the rest out of the column.
          leftSection={first === 'locked' && <IconLock size={13} aria-hidden />}
          title={t(`flagHint.${first}`)}
          style={{ flexShrink: 0 }}
        >
          {t(`flag.${first}`)}
        </Badge>
      )}
      {more.length > 0 && <MoreFlags flags={more} />}
    </Group>
  )
}

/** The flags there is no room for: a press, of whatever kind, tells them. */
function MoreFlags({ flags }: { flags: Flag[] }) {
  const { t } = useTranslation('subscribers')
  const [opened, setOpened] = useState(false)

  function closeOnEscape(event: KeyboardEvent) {
    if (event.key !== 'Escape' || !opened) return
    // The panel beside the list stays.
    event.preventDefault()
    setOpened(false)
  }

  return (
    <PopoverButton
      opened={opened}
      onChange={setOpened}
      position="bottom-start"
      shadow="md"
      width={280}
      button={
        <Badge
          component="button"
          type="button"
          variant="light"
          color="gray"
          mih={24}
          style={{ flexShrink: 0, cursor: 'pointer' }}
          aria-label={t('moreFlags', {
            count: flags.length,
            flags: flags.map((flag) => t(`flag.${flag}`)).join(', '),
          })}
          onKeyDown={closeOnEscape}
        >
          +{flags.length}
        </Badge>
      }
      // A press in it is none on the row.
      box={{ onClick: (event) => event.stopPropagation() }}
    >
      <Stack gap="xs">
        {flags.map((flag) => (
          <div key={flag}>
            <Text size="sm" fw={600}>
              {t(`flag.${flag}`)}
            </Text>
            <Text size="sm">{t(`flagHint.${flag}`)}</Text>
          </div>
        ))}
      </Stack>
    </PopoverButton>
  )
}
