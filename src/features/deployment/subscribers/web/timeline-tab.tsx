import {
  type Icon,
  IconDeviceMobile,
  IconLink,
  IconLock,
  IconMail,
  IconPencil,
  IconPoint,
  IconSend,
} from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type Meaning, TimelineList } from '#web/components/timeline-list.tsx'
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

/** What an entry means for the way to a working phone. */
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
  return (
    <TimelineList
      entries={entries}
      empty={{ title: t('empty'), text: t('emptyText') }}
      tell={(entry) => ({
        sentence: sentence(entry),
        icon: icons[entry.kind.split('.')[0] ?? ''] ?? IconPoint,
        meaning: meanings[entry.kind] ?? 'plain',
      })}
    />
  )
}
