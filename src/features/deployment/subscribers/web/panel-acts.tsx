import { ActionIcon, Button, Group, Text } from '@mantine/core'
import { IconDotsVertical, IconLink, IconSend } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { MenuButton } from '#web/components/menu-button.tsx'
import { OnceOpened } from '#web/components/once-opened.tsx'
import { lazy } from '#web/lib/lazy.ts'
import { ActItem, useWhyNot } from '../../deployments/web/act-menu.tsx'
import type { Act } from '../../deployments/web/api.ts'
import type { Subscriber } from '../schema.ts'
import { fullName } from './subscriber-name.tsx'

const HandOverLink = lazy(async () => ({
  default: (await import('../../deployments/web/hand-over-link.tsx')).HandOverLink,
}))

interface PanelActsProps {
  accountId: string
  subscriber: Subscriber
  onAct: (act: Act) => void
}

/** What can be done with the one subscriber that is open. */
export function PanelActs({ accountId, subscriber, onAct }: PanelActsProps) {
  const { t } = useTranslation('subscribers')
  const { t: tAct } = useTranslation('deployments')
  const [handingOver, setHandingOver] = useState(false)
  const whyNot = useWhyNot([subscriber], false)
  const name = fullName(subscriber)
  return (
    <Group gap={4} wrap="nowrap">
      <Button size="xs" leftSection={<IconSend size={15} aria-hidden />} onClick={() => onAct('deploy')}>
        {tAct('deploy')}
      </Button>
      <MenuButton
        position="bottom-end"
        width={300}
        button={
          <ActionIcon variant="default" size={30} aria-label={t('acts', { name })}>
            <IconDotsVertical size={16} aria-hidden />
          </ActionIcon>
        }
      >
        {(Menu) => (
          <>
            {(['autoDeploy', 'force', 'synchronise', 'generatePins'] as const).map((act) => (
              <ActItem key={act} menu={Menu} act={act} because={whyNot(act)} onAct={onAct} />
            ))}
            <Menu.Item leftSection={<IconLink size={16} aria-hidden />} onClick={() => setHandingOver(true)}>
              {tAct('link.open')}
              <Text size="xs" c="dimmed">
                {tAct('link.hint')}
              </Text>
            </Menu.Item>
          </>
        )}
      </MenuButton>
      <OnceOpened when={handingOver}>
        <HandOverLink
          accountId={accountId}
          subscriberId={subscriber.id}
          name={name}
          opened={handingOver}
          onClose={() => setHandingOver(false)}
        />
      </OnceOpened>
    </Group>
  )
}
