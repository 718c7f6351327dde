import { Badge, Group, Stack, Text } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconHistory } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { GridColumn } from '#web/components/data-grid/columns.ts'
import { DataGrid } from '#web/components/data-grid/data-grid.tsx'
import { EmptyState } from '#web/components/empty-state.tsx'
import { Page } from '#web/components/page.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { Time } from '#web/components/time.tsx'
import type { AuditEvent } from '../schema.ts'
import { eventsQuery } from './api.ts'
import { useEventSentence } from './event-sentence.ts'
import { EventSubject } from './event-subject.tsx'

/** Who did what in an account, endless. The time comes first: it is short, and the first column stays in view on a phone. */
export function EventsPage({ accountId }: { accountId: string }): ReactNode {
  const { t } = useTranslation('events')
  const events = useInfiniteQuery(eventsQuery(accountId))
  const columns = useColumns(accountId)
  const rows = useMemo(() => events.data?.pages.flatMap(({ items }) => items) ?? [], [events.data])
  return (
    <Page title={t('title')} lead={t('lead')} fill>
      {events.error && rows.length === 0 ? (
        <ProblemAlert problem={events.error} retry={events.refetch} />
      ) : (
        <DataGrid
          label={t('list')}
          columns={columns}
          rows={rows}
          rowId={(event) => event.id}
          loading={events.isPending}
          more={{ has: events.hasNextPage, fetching: events.isFetchingNextPage, fetch: events.fetchNextPage }}
          empty={<EmptyState icon={IconHistory} title={t('empty.title')} text={t('empty.text')} />}
        />
      )}
    </Page>
  )
}

function useColumns(accountId: string): GridColumn<AuditEvent>[] {
  const { t } = useTranslation('events')
  const sentenceOf = useEventSentence()
  // All that is told of an act fits on a phone, where it came from below who did it.
  const narrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false })
  return useMemo(() => {
    const at = { id: 'at', header: t('column.at'), cell: (event: AuditEvent) => <Time at={event.at} /> }
    const act = {
      id: 'act',
      header: t('column.act'),
      wrap: true,
      cell: (event: AuditEvent) => (
        <EventSubject accountId={accountId} event={event}>
          {sentenceOf(event)}
        </EventSubject>
      ),
    }
    const actor = { id: 'actor', header: t('column.actor') }
    return narrow
      ? [
          { ...at, width: 88, wrap: true },
          { ...actor, width: 104, wrap: true, cell: (event) => <ActorAndAddress event={event} /> },
          { ...act, width: 152 },
        ]
      : [
          { ...at, width: 140 },
          { ...actor, width: 200, cell: (event) => <Actor event={event} /> },
          { ...act, width: 420 },
          { id: 'address', header: t('column.address'), width: 140, cell: ({ address }) => address },
        ]
  }, [t, sentenceOf, accountId, narrow])
}

function ActorAndAddress({ event }: { event: AuditEvent }) {
  return (
    <Stack gap={2} style={{ overflowWrap: 'anywhere' }}>
      <Actor event={event} />
      <Text size="xs" c="dimmed">
        {event.address}
      </Text>
    </Stack>
  )
}

function Actor({ event }: { event: AuditEvent }) {
  const { t } = useTranslation('events')
  return (
    <Group gap={6} wrap="wrap">
      {event.actorName ?? t('system')}
      {event.actorKind === 'api-key' && (
        <Badge size="sm" variant="light" color="gray">
          {t('apiKey')}
        </Badge>
      )}
      {event.fromPartner && (
        <Badge size="sm" variant="light" color="gray">
          {t('partner')}
        </Badge>
      )}
    </Group>
  )
}
