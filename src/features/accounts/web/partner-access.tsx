import { Group, Radio, Stack, Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconDoor, IconDoorOff } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '#web/components/action-button.tsx'
import { ConfirmDialog } from '#web/components/confirm-dialog.tsx'
import { Section } from '#web/components/section.tsx'
import { StatusBadge } from '#web/components/status-badge.tsx'
import { exactTime } from '#web/lib/times.ts'
import type { Account } from '../schema.ts'
import { changeAccount, refetchAccounts } from './customers-api.ts'
import { accessBody, dayFieldOf, doorOf, type PartnerDoor, partnerDoors } from './partner-access-values.ts'

interface PartnerAccessProps {
  account: Account
  /** The name of the partner, where somebody of it looks, who sees how the door stands and does not move it. */
  partner: string | undefined
}

/** Whether admins of the partner may enter the account, and until when (threats "Malicious partner administrator"). */
export function PartnerAccess({ account, partner }: PartnerAccessProps): ReactNode {
  const { t, i18n } = useTranslation('partnerAccess')
  const queries = useQueryClient()
  const { until } = account.partnerAccess
  const stands = doorOf(account.partnerAccess)
  const [door, setDoor] = useState<PartnerDoor>(stands)
  const [day, setDay] = useState(stands === 'until' && until ? dayFieldOf(new Date(until)) : '')
  const [asking, setAsking] = useState(false)
  const wanted = accessBody(door, day)
  const isOpen = stands !== 'closed'
  const end = until === null ? '' : exactTime(new Date(until), i18n.language)

  function whyNot(): string | undefined {
    if (partner !== undefined) return t('because.partner', { name: account.name })
    if (wanted === undefined) return t('because.day')
    const isSame = door === stands && (door !== 'until' || wanted.until?.slice(0, 19) === until?.slice(0, 19))
    return isSame ? t('because.same') : undefined
  }

  return (
    <Section
      title={t('title')}
      lead={t('lead')}
      aside={
        <StatusBadge look={isOpen ? openDoor : closedDoor}>
          {stands === 'until' ? t('state.until', { end }) : t(`state.${stands}`)}
        </StatusBadge>
      }
    >
      {partner !== undefined && <Text size="sm">{t('because.partner', { name: account.name })}</Text>}
      {!isOpen && until !== null && <Text size="sm">{t('ended', { end })}</Text>}
      <Radio.Group label={t('label')} value={door} onChange={(chosen) => setDoor(chosen as PartnerDoor)}>
        <Stack gap="sm" mt="xs">
          {partnerDoors.map((each) => (
            <Radio
              key={each}
              value={each}
              label={t(`door.${each}`)}
              description={t(`help.${each}`)}
              disabled={partner !== undefined}
            />
          ))}
        </Stack>
      </Radio.Group>
      {door === 'until' && partner === undefined && (
        <TextInput
          type="date"
          required
          maw={240}
          min={dayFieldOf(new Date())}
          label={t('day')}
          description={t('dayHelp')}
          value={day}
          onChange={(event) => setDay(event.currentTarget.value)}
        />
      )}
      <Group>
        <ActionButton variant="default" because={whyNot()} onClick={() => setAsking(true)}>
          {t('change')}
        </ActionButton>
      </Group>
      <ConfirmDialog
        opened={asking}
        title={t(`ask.${door}`)}
        submit={t(`submit.${door}`)}
        act={() => changeAccount(account, { partnerAccess: wanted })}
        onDone={() => {
          void refetchAccounts(queries, account.id)
          notifications.show({ color: 'teal', message: t(`done.${door}`) })
        }}
        onClose={() => setAsking(false)}
      >
        {t(`will.${door}`)} {t('told')}
      </ConfirmDialog>
    </Section>
  )
}

const openDoor = { color: 'teal', icon: IconDoor }
const closedDoor = { color: 'gray', icon: IconDoorOff }
