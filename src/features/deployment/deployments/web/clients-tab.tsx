import { Alert, Badge, Group, Paper, Skeleton, Stack, Text } from '@mantine/core'
import {
  IconAlertTriangle,
  IconBan,
  IconCircleCheck,
  IconDeviceMobile,
  IconInfoCircle,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '#web/components/empty-state.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { Time } from '#web/components/time.tsx'
import type { Client } from '../schema.ts'
import { clientsQuery } from './api.ts'
import { ClientName } from './client-name.tsx'
import { LostClient } from './lost-client.tsx'
import { RemoveClient } from './remove-client.tsx'

/** The softphones somebody has set up. */
export function ClientsTab({ accountId, subscriberId }: { accountId: string; subscriberId: string }) {
  const { t } = useTranslation('softphones')
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
  const { t } = useTranslation('softphones')
  const { t: tProfile } = useTranslation('profiles')
  const app = tProfile(`app.${client.kind}`)
  // One that nobody has named bears the name of its app.
  const described = [client.name === app ? undefined : app, client.userAgent].filter(Boolean)
  return (
    <Paper withBorder p="sm">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div>
          {client.revokedAt === null ? (
            <ClientName accountId={accountId} subscriberId={subscriberId} client={client} />
          ) : (
            <Text fw={600}>{client.name}</Text>
          )}
          <Text size="sm" c="dimmed">
            {described.join(' · ')}
          </Text>
        </div>
        <ClientState client={client} />
      </Group>
      {client.revokedAt === null && <Warnings client={client} />}
      {client.revokedBecause && <RevokedBecause because={client.revokedBecause} />}
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
        {client.revokedAt && (
          <Moment label={t('clients.revoked')}>
            <Time at={client.revokedAt} />
          </Moment>
        )}
        {client.forceObeyedAt && (
          <Moment label={t('clients.forceObeyed')}>
            <Time at={client.forceObeyedAt} />
          </Moment>
        )}
      </Group>
      {client.revokedAt === null && (
        <Group gap="xs" mt="xs" justify="flex-end">
          <RemoveClient accountId={accountId} subscriberId={subscriberId} client={client} />
          <LostClient accountId={accountId} subscriberId={subscriberId} client={client} />
        </Group>
      )}
    </Paper>
  )
}

/** What may be wrong with a softphone, and what to do about it. */
function Warnings({ client }: { client: Client }) {
  const { t } = useTranslation('softphones')
  const warnings = [
    client.copied && { title: t('clients.copied'), text: t('clients.copiedHint'), color: 'orange' },
    client.suspicious && {
      title: t('clients.suspicious'),
      text: t('clients.suspiciousHint'),
      color: 'orange',
    },
    client.forcePending && {
      title: t('clients.forcePending'),
      text: t('clients.forcePendingHint'),
      color: 'gray',
    },
  ]
  return warnings.map(
    (warning) =>
      warning && (
        <Alert
          key={warning.title}
          variant="light"
          color={warning.color}
          p="xs"
          mt="xs"
          icon={warning.color === 'gray' ? <IconInfoCircle aria-hidden /> : <IconAlertTriangle aria-hidden />}
          title={warning.title}
        >
          {warning.text}
        </Alert>
      ),
  )
}

function ClientState({ client }: { client: Client }) {
  const { t } = useTranslation('softphones')
  return client.revokedAt ? (
    <Badge variant="light" color="gray" flex="none" leftSection={<IconBan size={13} aria-hidden />}>
      {t('clients.revoked')}
    </Badge>
  ) : (
    <Badge variant="light" color="teal" flex="none" leftSection={<IconCircleCheck size={13} aria-hidden />}>
      {t('clients.active')}
    </Badge>
  )
}

/** Why a softphone was revoked; a reason that this page does not know (a newer server's) is shown as it is named. */
function RevokedBecause({ because }: { because: string }) {
  const { t, i18n } = useTranslation('softphones')
  const key = `revokedBecause.${because}`
  return (
    <Text size="sm" mt="xs">
      {i18n.exists(`softphones:${key}`) ? t(key as 'revokedBecause.lost') : because}
    </Text>
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
