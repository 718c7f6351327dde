import { Text } from '@mantine/core'
import {
  type Icon,
  IconKey,
  IconListCheck,
  IconLogin2,
  IconLogout2,
  IconMail,
  IconPencil,
  IconPoint,
  IconUserPlus,
} from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { TextLink } from '#web/components/links.tsx'
import { type Meaning, TimelineList } from '#web/components/timeline-list.tsx'
import { pagesQuery } from '#web/lib/api/pages.ts'
import type { PersonTimelineEntry } from '../schema.ts'
import { usersKey } from './api.ts'
import { usePersonTimelineSentence } from './person-timeline-sentence.ts'

const icons: Record<string, Icon> = {
  'user.added': IconUserPlus,
  'user.changed': IconPencil,
  'user.invited': IconMail,
  'password.set': IconKey,
  'password.reset': IconKey,
  'password-reset.asked': IconMail,
  'set-up-link.made': IconKey,
  'session.opened': IconLogin2,
  'session.stepped-up': IconKey,
  'session.closed': IconLogout2,
  operation: IconListCheck,
}

const timelineQuery = (accountId: string, userId: string) =>
  pagesQuery<PersonTimelineEntry>(
    [...usersKey(accountId), userId, 'timeline'],
    `/accounts/${accountId}/users/${userId}/timeline`,
    {},
    50,
  )

/** What happened to one person, newest first. */
export function PersonTimeline({ accountId, userId }: { accountId: string; userId: string }) {
  const { t } = useTranslation('personTimeline')
  const sentenceOf = usePersonTimelineSentence()
  const entries = useInfiniteQuery({ ...timelineQuery(accountId, userId), refetchInterval: 10_000 })
  return (
    <TimelineList
      entries={entries}
      empty={{ title: t('empty'), text: t('emptyText') }}
      tell={(entry) => ({
        sentence: <Told accountId={accountId} entry={entry} sentence={sentenceOf(entry)} />,
        icon: icons[entry.kind] ?? IconPoint,
        meaning: meaningOf(entry),
      })}
    />
  )
}

/** What a person was a record of is a link to the operation, with why it was not done for them. */
function Told(props: { accountId: string; entry: PersonTimelineEntry; sentence: string }) {
  const { accountId, entry, sentence } = props
  if (!entry.operation) return sentence
  return (
    <>
      <TextLink
        to="/accounts/$accountId/activity/operations/$operationId"
        params={{ accountId, operationId: entry.id }}
        inherit
        underline="always"
      >
        {sentence}
      </TextLink>
      {entry.operation.message && (
        <Text span inherit display="block">
          {entry.operation.message}
        </Text>
      )}
    </>
  )
}

function meaningOf({ kind, details, operation }: PersonTimelineEntry): Meaning {
  if (operation?.outcome === 'failed' || operation?.outcome === 'skipped') return 'bad'
  if (kind === 'user.unregistered' || details.status === 'inactive') return 'ended'
  return kind === 'user.added' || kind === 'password.set' ? 'good' : 'plain'
}
