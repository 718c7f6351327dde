import { Badge, Group, Paper, Skeleton, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconBan, IconCircleCheck, IconDeviceMobile } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '#web/components/empty-state.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { Time } from '#web/components/time.tsx'
import type { Client } from '../schema.ts'
import { clientsQuery } from './api.ts'
import { RemoveClient } from './remove-client.tsx'

/** The softphones somebody has set up. */
export function ClientsTab({ accountId, subscriberId }: { accountId: string; subscriberId: string }) {
  const { t } = useTranslation('deployments')
  const clients = useQuery(clientsQuery(accountId, subscriberId))
  if (clients.error) return <ProblemAlert problem={clients.error} retry={clients.refetch} />
  if (!clients.data) return <Skeleton height={96} />
  if (clients.data.length === 0) {
    return <EmptyState icon={IconDeviceMobile} title={t('clients.empty')} text={t('clients.emptyText')} />
  }
  return (
    <Stack gap="sm">
      {clients.data.map((client) => (
        <ClientCard key={client.id} accountId={accountId} subscriberId={subscriberId} client={client} />
      ))}
    </Stack>
  )
}

function ClientCard({
  accountId,
  subscriberId,
  client,
}: {
  accountId: string
  subscriberId: string
  client: Client
}) {
  const { t } = useTranslation('deployments')
  const { t: tProfile } = useTranslation('profiles')
  return (
    <Paper withBorder p="sm">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div>
          <Text fw={600}>{client.name}</Text>
          <Text size="sm" c="dimmed">
            {tProfile(`app.${client.kind}`)}
            {client.userAgent && ` · ${client.userAgent}`}
          </Text>
        </div>
        <ClientState client={client} />
      </Group>
      {client.copied && (
        <Text size="sm" mt="xs">
          {t('clients.copiedHint')}
        </Text>
      )}
      <Group gap="lg" mt="sm" align="flex-end">
        <Moment label={t('clients.created')}>
          <Time at={client.createdAt} />
        </Moment>
        <Moment label={t('clients.downloaded')}>
          <Time at={client.downloadedAt} fallback={t('never', { ns: 'common' })} />
        </Moment>
        <Moment label={t('clients.lastSeen')}>
          <Time at={client.lastSeenAt} fallback={t('never', { ns: 'common' })} />
        </Moment>
        {client.revokedAt === null && (
          <RemoveClient accountId={accountId} subscriberId={subscriberId} client={client} />
        )}
      </Group>
    </Paper>
  )
}

function ClientState({ client }: { client: Client }) {
  const { t } = useTranslation('deployments')
  if (client.revokedAt) {
    return (
      <Badge
        variant="light"
        color="gray"
        leftSection={<IconBan size={13} aria-hidden />}
        title={client.revokedBecause ?? undefined}
      >
        {t('clients.revoked')}
      </Badge>
    )
  }
  if (client.copied) {
    return (
      <Badge variant="light" color="orange" leftSection={<IconAlertTriangle size={13} aria-hidden />}>
        {t('clients.copied')}
      </Badge>
    )
  }
  return (
    <Badge variant="light" color="teal" leftSection={<IconCircleCheck size={13} aria-hidden />}>
      {t('clients.active')}
    </Badge>
  )
}

function Moment({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Text size="sm">{children}</Text>
    </div>
  )
}
