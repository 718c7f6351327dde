import { Group, Paper, Skeleton, Stack, Text } from '@mantine/core'
import { IconDeviceMobile } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { User } from '#features/users/schema.ts'
import { EmptyState } from '#web/components/empty-state.tsx'
import { ButtonLink, TextLink } from '#web/components/links.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { Time } from '#web/components/time.tsx'
import type { Subscriber } from '../../subscribers/schema.ts'
import { subscribersQuery } from '../../subscribers/web/api.ts'
import { StateBadge } from '../../subscribers/web/state-badge.tsx'
import { fullName } from '../../subscribers/web/subscriber-name.tsx'
import { clientsQuery } from './api.ts'
import { GiveNumber } from './give-number.tsx'
import { TakeNumber } from './take-number.tsx'

/** The numbers of one person, how far the deployment of each is, and the softphones in use with it. */
export function SoftphonesOfPerson({ accountId, person }: { accountId: string; person: User }) {
  const { t } = useTranslation('softphones')
  const userId = person.id
  const { data, error, refetch } = useInfiniteQuery(subscribersQuery(accountId, { userId }, 'lastName'))
  if (error) return <ProblemAlert problem={error} retry={refetch} />
  if (!data) return <Skeleton height={96} />
  // Nobody has a hundred numbers; all of them are in the list behind the link.
  const subscribers = data.pages.flatMap(({ items }) => items)
  const manage = { to: '/accounts/$accountId/deployment/subscribers', params: { accountId } } as const
  return (
    <Stack gap="sm">
      {subscribers.length === 0 && (
        <EmptyState
          icon={IconDeviceMobile}
          title={t('ofPerson.empty')}
          text={t('ofPerson.emptyText')}
          actions={<ButtonLink {...manage}>{t('ofPerson.manage')}</ButtonLink>}
        />
      )}
      {subscribers.map((subscriber) => (
        <NumberCard key={subscriber.id} accountId={accountId} person={person} subscriber={subscriber} />
      ))}
      {subscribers.length > 0 && (
        <TextLink {...manage} search={{ userId }} size="sm" underline="always">
          {t('ofPerson.show')}
        </TextLink>
      )}
      <GiveNumber accountId={accountId} person={person} />
    </Stack>
  )
}

interface NumberCardProps {
  accountId: string
  person: User
  subscriber: Subscriber
}

function NumberCard({ accountId, person, subscriber }: NumberCardProps) {
  const { t } = useTranslation('subscribers')
  const { id, directoryNumber, state, clientCount } = subscriber
  return (
    <Paper withBorder p="sm">
      <Group justify="space-between" gap="xs">
        <TextLink
          to="/accounts/$accountId/deployment/subscribers"
          params={{ accountId }}
          search={{ open: id, tab: clientCount > 0 ? 'clients' : undefined }}
          size="sm"
          fw={600}
          underline="always"
        >
          {[directoryNumber, fullName(subscriber)].filter(Boolean).join(' · ')}
        </TextLink>
        <StateBadge subscriber={subscriber} />
      </Group>
      {clientCount > 0 ? (
        <Clients accountId={accountId} subscriberId={id} />
      ) : (
        <Text size="sm" c="dimmed" mt="xs">
          {t(`stateHint.${state}`)}
        </Text>
      )}
      {subscriber.owners.userId === undefined && (
        <Group justify="flex-end" mt={4}>
          <TakeNumber accountId={accountId} person={person} subscriber={subscriber} />
        </Group>
      )}
    </Paper>
  )
}

function Clients({ accountId, subscriberId }: { accountId: string; subscriberId: string }) {
  const { t } = useTranslation(['softphones', 'profiles', 'common'])
  const { data, error, refetch } = useQuery(clientsQuery(accountId, subscriberId))
  if (error) return <ProblemAlert problem={error} retry={refetch} />
  if (!data) return <Skeleton height={48} mt="xs" />
  const used = data.filter(({ revokedAt }) => revokedAt === null)
  return (
    <Stack component="ul" aria-label={t('ofPerson.clients')} gap="xs" mt="xs" mb={0} p={0}>
      {used.map(({ id, name, kind, userAgent, lastSeenAt }) => {
        const app = t(`profiles:app.${kind}`)
        // One that nobody has named bears the name of its app.
        const described = [name === app ? undefined : app, userAgent].filter(Boolean).join(' · ')
        return (
          <Group
            component="li"
            key={id}
            gap="xs"
            wrap="nowrap"
            align="flex-start"
            style={{ listStyle: 'none' }}
          >
            <IconDeviceMobile size={18} aria-hidden style={{ flex: 'none', marginTop: 2 }} />
            <div>
              <Text size="sm">{name}</Text>
              <Text size="xs" c="dimmed">
                {described && `${described} · `}
                {t('clients.lastSeen')}: <Time at={lastSeenAt} fallback={t('common:never')} />
              </Text>
            </div>
          </Group>
        )
      })}
    </Stack>
  )
}
