import { Skeleton, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { Section } from '#web/components/section.tsx'
import { Time } from '#web/components/time.tsx'
import { dayOf } from '#web/lib/times.ts'
import { browserNameOf } from '../../browser-name.ts'
import type { RememberedDevice } from '../../second-factors/schema.ts'
import { forgetDevice, rememberedDevicesQuery } from './api.ts'
import { BrowserItem, BrowserList } from './browser-list.tsx'

/** The browsers in which one is asked for the password only. */
export function DevicesSection(): ReactNode {
  const { t } = useTranslation('security')
  const queries = useQueryClient()
  const heading = useRef<HTMLHeadingElement>(null)
  const { data: devices, error, refetch } = useQuery(rememberedDevicesQuery)
  const forgetting = useMutation({
    mutationFn: forgetDevice,
    onSuccess: async () => {
      notifications.show({ color: 'teal', message: t('devices.forgotten') })
      // The button that was pressed goes with its row.
      heading.current?.focus()
      await queries.invalidateQueries({ queryKey: rememberedDevicesQuery.queryKey })
    },
  })
  return (
    <Section title={t('devices.title')} lead={t('devices.lead')} heading={heading}>
      {error && <ProblemAlert problem={error} retry={refetch} />}
      {forgetting.error && <ProblemAlert problem={forgetting.error} />}
      {!devices && !error && <Skeleton height={48} />}
      {devices?.length === 0 && <Text size="sm">{t('devices.none')}</Text>}
      {devices && devices.length > 0 && (
        <BrowserList label={t('devices.title')}>
          {devices.map((device) => (
            <DeviceItem
              key={device.id}
              device={device}
              busy={forgetting.isPending && forgetting.variables === device.id}
              onForget={() => forgetting.mutate(device.id)}
            />
          ))}
        </BrowserList>
      )}
    </Section>
  )
}

function DeviceItem(props: { device: RememberedDevice; busy: boolean; onForget: () => void }) {
  const { t, i18n } = useTranslation('security')
  const { userAgent, address, lastUsedAt, expiresAt } = props.device
  const name = browserNameOf(userAgent) ?? t('sessions.unknown')
  return (
    <BrowserItem
      name={name}
      act={{
        label: t('devices.forget'),
        name: t('devices.forgetNamed', { name }),
        busy: props.busy,
        onAct: props.onForget,
      }}
      facts={
        <>
          {t('devices.used')} <Time at={lastUsedAt} />
          {address !== null && ` · ${address}`}
          <br />
          {t('devices.until', { date: dayOf(new Date(expiresAt), i18n.language) })}
        </>
      }
    />
  )
}
