import { Button, Group, Skeleton, Stack, Tabs, Text } from '@mantine/core'
import { IconSend } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { SidePanel } from '#web/components/side-panel.tsx'
import { Problem } from '#web/lib/api/request.ts'
import { ClientsTab } from '../../deployments/web/clients-tab.tsx'
import type { Subscriber } from '../schema.ts'
import { subscriberQuery } from './api.ts'
import { StateBadge } from './state-badge.tsx'
import { SubscriberForm } from './subscriber-form.tsx'
import { fullName } from './subscriber-name.tsx'
import { TimelineTab } from './timeline-tab.tsx'

export type PanelTab = 'details' | 'clients' | 'timeline'

interface SubscriberPanelProps {
  accountId: string
  openId: string
  tab: PanelTab
  /** The form was asked for by `e`: it takes the focus. */
  focusForm: boolean
  onTab: (tab: PanelTab) => void
  /** Opens another record, or none. */
  onOpen: (id: string | undefined) => void
  onDeploy: (subscriber: Subscriber) => void
}

/** One subscriber beside the list, or a new one. */
export function SubscriberPanel(props: SubscriberPanelProps) {
  const { t } = useTranslation('subscribers')
  const close = () => props.onOpen(undefined)
  if (props.openId !== 'new') return <KnownSubscriber {...props} />
  return (
    <SidePanel title={t('new')} subject="new" onClose={close}>
      <SubscriberForm
        accountId={props.accountId}
        subscriber={undefined}
        focus
        onCancel={close}
        onSaved={({ id }) => props.onOpen(id)}
      />
    </SidePanel>
  )
}

function KnownSubscriber(props: SubscriberPanelProps) {
  const { accountId, openId, tab, onTab, onOpen, onDeploy } = props
  const { t } = useTranslation('subscribers')
  const { data: subscriber, error, refetch } = useQuery(subscriberQuery(accountId, openId))
  const close = () => onOpen(undefined)
  if (error) {
    const gone = error instanceof Problem && error.status === 404
    return (
      <SidePanel title={t('panel.loading')} subject={openId} onClose={close}>
        {gone ? <Text>{t('panel.gone')}</Text> : <ProblemAlert problem={error} retry={refetch} />}
      </SidePanel>
    )
  }
  return (
    <SidePanel
      title={subscriber ? fullName(subscriber) : t('panel.loading')}
      subject={openId}
      onClose={close}
    >
      {subscriber ? (
        <Stack gap="sm">
          <Group justify="space-between">
            <StateBadge subscriber={subscriber} />
            <Button
              size="xs"
              leftSection={<IconSend size={15} aria-hidden />}
              onClick={() => onDeploy(subscriber)}
            >
              {t('deploy', { ns: 'deployments' })}
            </Button>
          </Group>
          <Tabs value={tab} onChange={(next) => onTab(next as PanelTab)} keepMounted={false}>
            <Tabs.List aria-label={t('tabs')} mb="md">
              <Tabs.Tab value="details">{t('tab.details')}</Tabs.Tab>
              <Tabs.Tab
                value="clients"
                rightSection={
                  subscriber.clientCount > 0 && (
                    <Text size="xs" c="dimmed">
                      {subscriber.clientCount}
                    </Text>
                  )
                }
              >
                {t('tab.clients')}
              </Tabs.Tab>
              <Tabs.Tab value="timeline">{t('tab.timeline')}</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="details">
              <SubscriberForm
                // A newer version is a new form: fields of an older one must not be saved over it.
                key={`${openId} ${subscriber.version}`}
                accountId={accountId}
                subscriber={subscriber}
                focus={props.focusForm}
                onCancel={close}
                onSaved={() => undefined}
                onDeleted={close}
              />
            </Tabs.Panel>
            <Tabs.Panel value="clients">
              <ClientsTab accountId={accountId} subscriberId={openId} />
            </Tabs.Panel>
            <Tabs.Panel value="timeline">
              <TimelineTab accountId={accountId} subscriberId={openId} />
            </Tabs.Panel>
          </Tabs>
        </Stack>
      ) : (
        <Stack aria-hidden>
          <Skeleton height={24} width="50%" />
          <Skeleton height={34} />
          <Skeleton height={34} />
          <Skeleton height={34} />
        </Stack>
      )}
    </SidePanel>
  )
}
