import { Group, Skeleton, Stack, Tabs, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { FormSkeleton } from '#web/components/form/form-skeleton.tsx'
import { PanelTabList } from '#web/components/panel-tab-list.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { SidePanel } from '#web/components/side-panel.tsx'
import { Problem } from '#web/lib/api/request.ts'
import { lazy } from '#web/lib/lazy.ts'
import type { Act } from '../../deployments/web/api.ts'
import type { Subscriber } from '../schema.ts'
import { subscriberQuery } from './api.ts'
import { PanelActs } from './panel-acts.tsx'
import { StateBadge } from './state-badge.tsx'
import { SubscriberForm } from './subscriber-form.tsx'
import { fullName } from './subscriber-name.tsx'

const ClientsTab = lazy(async () => ({
  default: (await import('../../deployments/web/clients-tab.tsx')).ClientsTab,
}))
const ConfigurationTab = lazy(async () => ({
  default: (await import('../../deployments/web/configuration-tab.tsx')).ConfigurationTab,
}))
// Most records need no attention.
const FlagNotes = lazy(async () => ({ default: (await import('./flag-notes.tsx')).FlagNotes }))
const TimelineTab = lazy(async () => ({ default: (await import('./timeline-tab.tsx')).TimelineTab }))

export type PanelTab = 'details' | 'clients' | 'configuration' | 'timeline'

interface SubscriberPanelProps {
  accountId: string
  openId: string
  tab: PanelTab
  /** The form was asked for by `e`: it takes the focus. */
  focusForm: boolean
  onTab: (tab: PanelTab) => void
  /** Opens another record, or none. */
  onOpen: (id: string | undefined) => void
  onAct: (act: Act, subscriber: Subscriber) => void
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
  const { accountId, openId, tab, onTab, onOpen, onAct } = props
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
            <StateBadge subscriber={subscriber} flagsToo={false} />
            <PanelActs
              accountId={accountId}
              subscriber={subscriber}
              onAct={(act) => onAct(act, subscriber)}
            />
          </Group>
          {Object.values(subscriber.flags).includes(true) && (
            <Suspense fallback={<Skeleton height={64} />}>
              <FlagNotes
                accountId={accountId}
                subscriber={subscriber}
                onAct={(act) => onAct(act, subscriber)}
              />
            </Suspense>
          )}
          <Tabs value={tab} onChange={(next) => onTab(next as PanelTab)} keepMounted={false}>
            <PanelTabList label={t('tabs')} chosen={tab}>
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
              <Tabs.Tab value="configuration">{t('tab.configuration')}</Tabs.Tab>
              <Tabs.Tab value="timeline">{t('tab.timeline')}</Tabs.Tab>
            </PanelTabList>
            <Tabs.Panel value="details">
              <SubscriberForm
                key={openId}
                accountId={accountId}
                subscriber={subscriber}
                focus={props.focusForm}
                onCancel={close}
                onSaved={() => undefined}
                onDeleted={close}
              />
            </Tabs.Panel>
            <Tabs.Panel value="clients">
              <Suspense fallback={<Skeleton height={96} />}>
                <ClientsTab accountId={accountId} subscriberId={openId} />
              </Suspense>
            </Tabs.Panel>
            <Tabs.Panel value="configuration">
              <Suspense fallback={<Skeleton height={240} />}>
                <ConfigurationTab key={openId} accountId={accountId} subscriberId={openId} />
              </Suspense>
            </Tabs.Panel>
            <Tabs.Panel value="timeline">
              <Suspense fallback={<Skeleton height={120} />}>
                <TimelineTab accountId={accountId} subscriberId={openId} />
              </Suspense>
            </Tabs.Panel>
          </Tabs>
        </Stack>
      ) : (
        <FormSkeleton />
      )}
    </SidePanel>
  )
}
