import { Badge, Group } from '@mantine/core'
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

/** Who did what in an account, endless. The time comes first: it is short, and the first column stays in view on a phone. */
export function EventsPage({ accountId }: { accountId: string }): ReactNode {
  const { t } = useTranslation('events')
  const events = useInfiniteQuery(eventsQuery(accountId))
  const columns = useColumns()
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

function useColumns(): GridColumn<AuditEvent>[] {
  const { t } = useTranslation('events')
  const sentenceOf = useEventSentence()
  return useMemo(
    () => [
      { id: 'at', header: t('column.at'), width: 140, cell: ({ at }) => <Time at={at} /> },
      { id: 'act', header: t('column.act'), width: 420, wrap: true, cell: sentenceOf },
      { id: 'actor', header: t('column.actor'), width: 200, cell: (event) => <Actor event={event} /> },
      { id: 'address', header: t('column.address'), width: 140, cell: ({ address }) => address },
    ],
    [t, sentenceOf],
  )
}

function Actor({ event }: { event: AuditEvent }) {
  const { t } = useTranslation('events')
  return (
    <Group gap={6} wrap="nowrap">
      {event.actorName ?? t('system')}
      {event.fromPartner && (
        <Badge size="sm" variant="light" color="gray">
          {t('partner')}
        </Badge>
      )}
    </Group>
  )
}
