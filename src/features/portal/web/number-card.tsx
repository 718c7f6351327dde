import { Group, Paper, Stack, Text, Title } from '@mantine/core'
import {
  IconAlertTriangle,
  IconBan,
  IconCircleCheck,
  IconCircleDashed,
  IconClock,
  IconLink,
  IconQrcode,
} from '@tabler/icons-react'
import { type ReactNode, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OwnSubscriber } from '#features/deployment/portal/schema.ts'
import { ActionButton } from '#web/components/action-button.tsx'
import { OnceOpened } from '#web/components/once-opened.tsx'
import { StatusBadge, type StatusLook } from '#web/components/status-badge.tsx'
import { lazy } from '#web/lib/lazy.ts'
import { OwnClients } from './own-clients.tsx'
import { OwnPin } from './own-pin.tsx'
import { Refused } from './refused.tsx'
import { useAllowance } from './use-allowance.ts'

const SetUpDialog = lazy(async () => ({ default: (await import('./set-up-dialog.tsx')).SetUpDialog }))

type Standing = 'ready' | 'empty' | 'queued' | 'sent' | 'failed' | 'revoked'

const looks: Record<Standing, StatusLook> = {
  ready: { color: 'teal', icon: IconCircleCheck },
  empty: { color: 'gray', icon: IconCircleDashed },
  queued: { color: 'blue', icon: IconClock },
  sent: { color: 'indigo', icon: IconLink },
  failed: { color: 'red', icon: IconAlertTriangle },
  revoked: { color: 'gray', icon: IconBan },
}

/** How a number stands for its owner: what rings counts more than what became of the last link. */
function standingOf({ clients, state }: OwnSubscriber): Standing {
  if (clients.length > 0) return 'ready'
  return state === 'new' || state === 'downloaded' ? 'empty' : state
}

/** One number: how far it is, the button that sets up a softphone, and those that are set up. */
export function NumberCard({ number }: { number: OwnSubscriber }): ReactNode {
  const { t } = useTranslation('portal')
  const id = useId()
  const [opened, setOpened] = useState(false)
  const { because } = useAllowance(number.setUp)
  const { setUp, pin } = number
  const standing = standingOf(number)
  return (
    <Paper withBorder p={{ base: 'md', xs: 'lg' }} component="section" aria-labelledby={id}>
      <Stack>
        <div>
          <Group justify="space-between" gap="xs">
            <Title order={2} id={id} fz={28} lh={1.25} style={{ overflowWrap: 'anywhere' }}>
              {number.directoryNumber ?? t('phones.numberMissing')}
            </Title>
            <StatusBadge look={looks[standing]}>{t(`standing.${standing}`)}</StatusBadge>
          </Group>
          <Text size="sm" c="dimmed" mt={4}>
            {t(`standingHint.${standing}`)}
          </Text>
        </div>
        <Stack gap={6}>
          <Group gap="xs">
            <ActionButton
              size="md"
              w={{ base: '100%', xs: 'auto' }}
              leftSection={<IconQrcode size={20} aria-hidden />}
              because={because}
              onClick={() => setOpened(true)}
            >
              {t('setUp.open')}
            </ActionButton>
            {number.hasPin && <OwnPin number={number} />}
          </Group>
          <Refused allowance={setUp} />
          {number.hasPin && pin.code !== setUp.code && <Refused allowance={pin} />}
        </Stack>
        {number.clients.length > 0 && <OwnClients number={number} />}
      </Stack>
      <OnceOpened when={opened}>
        <SetUpDialog number={number} opened={opened} onClose={() => setOpened(false)} />
      </OnceOpened>
    </Paper>
  )
}
