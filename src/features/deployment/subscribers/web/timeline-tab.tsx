import { Button, Skeleton, Text, ThemeIcon, Timeline } from '@mantine/core'
import {
  type Icon,
  IconAlertTriangle,
  IconBan,
  IconDeviceMobile,
  IconHistory,
  IconLink,
  IconLock,
  IconMail,
  IconPencil,
  IconPoint,
  IconSend,
} from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '#web/components/empty-state.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { Time } from '#web/components/time.tsx'
import { timelineQuery } from './api.ts'
import { useTimelineSentence } from './timeline-sentence.ts'

const icons: Record<string, Icon> = {
  client: IconDeviceMobile,
  deployment: IconSend,
  force: IconDeviceMobile,
  link: IconLink,
  mail: IconMail,
  pin: IconLock,
  profile: IconPencil,
  subscriber: IconPencil,
  ticket: IconDeviceMobile,
}

/** What an entry means for the way to a working phone: a colour, and a shape where the one of its kind does not say it. */
type Meaning = 'bad' | 'ended' | 'good' | 'plain'
const looks: Record<Meaning, { color: string; icon?: Icon }> = {
  bad: { color: 'red', icon: IconAlertTriangle },
  ended: { color: 'orange.8', icon: IconBan },
  good: { color: 'teal' },
  plain: { color: 'gray' },
}
const meanings: Record<string, Meaning> = {
  'mail.refused': 'bad',
  'mail.not-sent': 'bad',
  'mail.delayed': 'bad',
  'deployment.skipped': 'bad',
  'pin.wrong': 'bad',
  'pin.locked': 'bad',
  'client.copied': 'bad',
  'link.revoked': 'ended',
  'client.revoked': 'ended',
  'client.reset': 'ended',
  'mail.accepted': 'good',
  'client.downloaded': 'good',
  'force.obeyed': 'good',
  'pin.unlocked': 'good',
}

/** Everything that happened to one subscriber, newest first. */
export function TimelineTab({ accountId, subscriberId }: { accountId: string; subscriberId: string }) {
  const { t } = useTranslation('timeline')
  const sentence = useTimelineSentence()
  const entries = useInfiniteQuery({ ...timelineQuery(accountId, subscriberId), refetchInterval: 10_000 })
  if (entries.error && !entries.data) return <ProblemAlert problem={entries.error} retry={entries.refetch} />
  if (!entries.data) return <Skeleton height={120} />
  const all = entries.data.pages.flatMap(({ items }) => items)
  if (all.length === 0) {
    return <EmptyState icon={IconHistory} title={t('empty')} text={t('emptyText')} />
  }
  return (
    <>
      <Timeline bulletSize={24} lineWidth={2}>
        {all.map((entry) => {
          const { color, icon } = looks[meanings[entry.kind] ?? 'plain']
          const Shape = icon ?? icons[entry.kind.split('.')[0] ?? ''] ?? IconPoint
          return (
            <Timeline.Item
              key={entry.id}
              bullet={
                <ThemeIcon size={24} radius="xl" color={color}>
                  <Shape size={14} aria-hidden />
                </ThemeIcon>
              }
              title={<Text size="sm">{sentence(entry)}</Text>}
            >
              <Text size="xs" c="dimmed">
                <Time at={entry.at} />
                {entry.actor && ` · ${t('by', { actor: entry.actor })}`}
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
          {t('more')}
        </Button>
      )}
    </>
  )
}
