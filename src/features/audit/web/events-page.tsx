import { Button, Text } from '@mantine/core'
import { IconDownload, IconFilterOff, IconHistory } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '#web/components/action-button.tsx'
import { EmptyState } from '#web/components/empty-state.tsx'
import { Page } from '#web/components/page.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { saveFile } from '#web/lib/save-file.ts'
import type { AuditEvent, EventFilter } from '../schema.ts'
import { type EventPage, eventCountQuery, eventsQuery, exportEvents } from './api.ts'
import { EventFilters } from './event-filters.tsx'
import { EventList } from './event-list.tsx'
import { type EventsSearch, filterOf, unfiltered } from './search.ts'

interface EventsPageProps {
  accountId: string
  search: EventsSearch
  /** Takes over part of the address; `replace` for what *Back* shall not walk through. */
  change: (part: EventsSearch, replace?: boolean) => void
}

/** Activity › Event history: who did what in an account, day by day, newest first. */
export function EventsPage({ accountId, search, change }: EventsPageProps): ReactNode {
  const { t } = useTranslation('events')
  const filter = filterOf(search, new Date())
  const list = useInfiniteQuery({ ...eventsQuery(accountId, filter), placeholderData: keepPreviousData })
  const events = useMemo(() => list.data?.pages.flatMap(({ items }) => items) ?? [], [list.data])
  const narrowed = Object.keys(filter).length > 0
  const lastPage = list.data?.pages.at(-1) as EventPage | undefined
  return (
    <Page
      title={t('title')}
      lead={<Lead accountId={accountId} filter={filter} />}
      actions={<Download accountId={accountId} filter={filter} events={events} />}
      fill
    >
      <EventFilters search={search} events={events} change={change} />
      {list.error && events.length === 0 ? (
        <ProblemAlert problem={list.error} retry={list.refetch} />
      ) : (
        <EventList
          accountId={accountId}
          events={events}
          loading={list.isPending}
          more={{ has: list.hasNextPage, fetching: list.isFetchingNextPage, fetch: list.fetchNextPage }}
          scannedTo={lastPage?.scannedTo ?? null}
          empty={narrowed ? <NothingFound onClear={() => change(unfiltered)} /> : <NothingYet />}
        />
      )}
    </Page>
  )
}

function Lead({ accountId, filter }: { accountId: string; filter: EventFilter }) {
  const { t } = useTranslation('events')
  const { data } = useQuery(eventCountQuery(accountId, filter))
  return (
    <>
      {t('lead')}
      {data && (
        <Text span inherit>
          {' '}
          {t(data.isMore ? 'countMore' : 'count', { count: data.count })}
        </Text>
      )}
    </>
  )
}

function Download(props: { accountId: string; filter: EventFilter; events: AuditEvent[] }) {
  const { accountId, filter, events } = props
  const { t } = useTranslation('events')
  const exporting = useMutation({
    mutationFn: () => exportEvents(accountId, filter),
    onSuccess: saveFile,
    gcTime: 0,
  })
  return (
    <>
      {exporting.error && <ProblemAlert problem={exporting.error} />}
      <ActionButton
        variant="default"
        leftSection={<IconDownload size={16} aria-hidden />}
        because={events.length === 0 ? t('download.nothing') : undefined}
        loading={exporting.isPending}
        onClick={() => exporting.mutate()}
      >
        {t('download.csv')}
      </ActionButton>
    </>
  )
}

function NothingFound({ onClear }: { onClear: () => void }) {
  const { t } = useTranslation('events')
  return (
    <EmptyState
      icon={IconFilterOff}
      title={t('nothing.title')}
      text={t('nothing.text')}
      actions={
        <Button variant="default" onClick={onClear}>
          {t('nothing.clear')}
        </Button>
      }
    />
  )
}

function NothingYet() {
  const { t } = useTranslation('events')
  return <EmptyState icon={IconHistory} title={t('empty.title')} text={t('empty.text')} />
}
