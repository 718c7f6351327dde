import { Alert, Button, Group, Text, Title } from '@mantine/core'
import { IconAlertTriangle, IconDeviceMobile } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OwnClient, OwnSubscriber } from '#features/deployment/portal/schema.ts'
import { NameInPlace } from '#web/components/name-in-place.tsx'
import { OnceOpened } from '#web/components/once-opened.tsx'
import { Time } from '#web/components/time.tsx'
import { lazy } from '#web/lib/lazy.ts'
import { ownSubscribersQuery, renameClient } from './api.ts'
import classes from './own-clients.module.css'

const EndClient = lazy(async () => ({ default: (await import('./end-client.tsx')).EndClient }))

/** The softphones that ring for a number: each can be named, removed, and reported as lost. */
export function OwnClients({ number }: { number: OwnSubscriber }): ReactNode {
  const { t } = useTranslation('portal')
  const id = useId()
  return (
    <div>
      <Title order={3} size="h4" id={id}>
        {t('clients.title')}
      </Title>
      <ul className={classes.list} aria-labelledby={id}>
        {number.clients.map((client) => (
          <OneClient key={client.id} subscriberId={number.id} client={client} />
        ))}
      </ul>
    </div>
  )
}

function OneClient({ subscriberId, client }: { subscriberId: string; client: OwnClient }) {
  const { t } = useTranslation('portal')
  const queries = useQueryClient()
  const [asked, setAsked] = useState<'removed' | 'lost'>()
  const { id, name, copied } = client
  const app = t(`app.${client.kind}`)
  // One that nobody has named bears the name of its app.
  const described = [name === app ? undefined : app, client.userAgent].filter(Boolean).join(' · ')

  async function rename(next: string) {
    await renameClient(subscriberId, id, next)
    await queries.invalidateQueries({ queryKey: ownSubscribersQuery.queryKey })
  }

  return (
    <li className={classes.client}>
      <IconDeviceMobile size={20} aria-hidden className={classes.icon} />
      <div className={classes.words}>
        <NameInPlace
          name={name}
          label={t('clients.name')}
          change={t('clients.rename', { name })}
          rename={rename}
        />
        <Text size="sm" c="dimmed">
          {described && `${described} · `}
          {t('clients.lastSeen')} <Time at={client.lastSeenAt} fallback={t('clients.never')} />
        </Text>
        {copied && (
          <Alert
            variant="light"
            color="orange"
            p="xs"
            my="xs"
            icon={<IconAlertTriangle aria-hidden />}
            title={t('clients.copied')}
          >
            {t('clients.copiedHint')}
          </Alert>
        )}
        <Group gap="xs" mt={4} ml={-8}>
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            aria-label={t('clients.removed.named', { name })}
            onClick={() => setAsked('removed')}
          >
            {t('clients.removed.open')}
          </Button>
          <Button
            size="compact-sm"
            variant="subtle"
            color="red"
            aria-label={t('clients.lost.named', { name })}
            onClick={() => setAsked('lost')}
          >
            {t('clients.lost.open')}
          </Button>
        </Group>
      </div>
      {(['removed', 'lost'] as const).map((reason) => (
        <OnceOpened key={reason} when={asked === reason}>
          <EndClient
            subscriberId={subscriberId}
            client={client}
            reason={reason}
            opened={asked === reason}
            onClose={() => setAsked(undefined)}
          />
        </OnceOpened>
      ))}
    </li>
  )
}
