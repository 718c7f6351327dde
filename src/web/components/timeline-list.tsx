import { Button, Skeleton, Text, ThemeIcon, Timeline } from '@mantine/core'
import { type Icon, IconAlertTriangle, IconBan, IconHistory } from '@tabler/icons-react'
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Page } from '#web/lib/api/pages.ts'
import { EmptyState } from './empty-state.tsx'
import { ProblemAlert } from './problem-alert.tsx'
import { Time } from './time.tsx'

/** What an entry means: a colour, and a shape where the one of its kind does not say it. */
export type Meaning = 'bad' | 'ended' | 'good' | 'plain'
const looks: Record<Meaning, { color: string; icon?: Icon }> = {
  bad: { color: 'red', icon: IconAlertTriangle },
  ended: { color: 'orange.8', icon: IconBan },
  good: { color: 'teal' },
  plain: { color: 'gray' },
}

interface Entry {
  id: string
  at: string
  actor: string | null
  /** The actor belongs to the partner. */
  fromPartner?: boolean
}

interface TimelineListProps<Each extends Entry> {
  /** The entries, newest first. */
  entries: UseInfiniteQueryResult<InfiniteData<Page<Each>>>
  /** What stands where nothing has happened yet. */
  empty: { title: string; text: string }
  /** How an entry is told: its sentence, the shape of its kind, and what it means. */
  tell: (entry: Each) => { sentence: ReactNode; icon: Icon; meaning: Meaning }
}

/** What happened to one record, newest first; earlier entries are asked for by a button. */
export function TimelineList<Each extends Entry>({ entries, empty, tell }: TimelineListProps<Each>) {
  const { t } = useTranslation()
  if (entries.error && !entries.data) return <ProblemAlert problem={entries.error} retry={entries.refetch} />
  if (!entries.data) return <Skeleton height={120} />
  const all = entries.data.pages.flatMap(({ items }) => items)
  if (all.length === 0) return <EmptyState icon={IconHistory} title={empty.title} text={empty.text} />
  return (
    <>
      <Timeline bulletSize={24} lineWidth={2}>
        {all.map((entry) => {
          const { sentence, icon, meaning } = tell(entry)
          const look = looks[meaning]
          const Shape = look.icon ?? icon
          return (
            <Timeline.Item
              key={entry.id}
              bullet={
                <ThemeIcon size={24} radius="xl" color={look.color}>
                  <Shape size={14} aria-hidden />
                </ThemeIcon>
              }
              title={<Text size="sm">{sentence}</Text>}
            >
              <Text size="xs" c="dimmed">
                <Time at={entry.at} />
                {entry.actor &&
                  ` · ${t(entry.fromPartner ? 'timeline.byPartner' : 'timeline.by', { actor: entry.actor })}`}
              </Text>
            </Timeline.Item>
          )
        })}
      </Timeline>
      {entries.hasNextPage && (
        <Button
          variant="default"
          size="xs"
          mt="md"
          loading={entries.isFetchingNextPage}
          onClick={() => entries.fetchNextPage()}
        >
          {t('timeline.more')}
        </Button>
      )}
    </>
  )
}
