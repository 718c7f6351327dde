import { Button, Group, Skeleton, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconPointFilled } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { Section } from '#web/components/section.tsx'
import { StatusBadge } from '#web/components/status-badge.tsx'
import { Time } from '#web/components/time.tsx'
import { browserNameOf } from '../../browser-name.ts'
import type { OwnSession } from '../../own-schema.ts'
import { endOtherSessions, endOwnSession, ownKey, ownSessionsQuery } from './api.ts'
import { BrowserItem, BrowserList } from './browser-list.tsx'

const here = { color: 'teal', icon: IconPointFilled }

/** Where one is signed in: each can be ended, and all others at once. */
export function SessionsSection(): ReactNode {
  const { t } = useTranslation('security')
  const queries = useQueryClient()
  const heading = useRef<HTMLHeadingElement>(null)
  const { data: sessions, error, refetch } = useQuery(ownSessionsQuery)
  const ending = useMutation({
    mutationFn: endOwnSession,
    onSuccess: () => tellEnded(t('sessions.ended')),
  })
  const endingOthers = useMutation({
    mutationFn: endOtherSessions,
    onSuccess: () => tellEnded(t('sessions.endedOthers')),
  })

  async function tellEnded(said: string) {
    notifications.show({ color: 'teal', message: said })
    // The button that was pressed goes with its row.
    heading.current?.focus()
    await queries.invalidateQueries({ queryKey: ownKey })
  }

  const failed = ending.error ?? endingOthers.error
  const others = sessions?.some(({ isCurrent }) => !isCurrent) ?? false
  return (
    <Section title={t('sessions.title')} heading={heading}>
      {error && <ProblemAlert problem={error} retry={refetch} />}
      {failed && <ProblemAlert problem={failed} />}
      {!sessions && !error && <Skeleton height={120} />}
      {sessions && (
        <BrowserList label={t('sessions.title')}>
          {sessions.map((session) => (
            <SessionItem
              key={session.id}
              session={session}
              busy={ending.isPending && ending.variables === session.id}
              onEnd={() => ending.mutate(session.id)}
            />
          ))}
        </BrowserList>
      )}
      {sessions && !others && (
        <Text size="sm" c="dimmed">
          {t('sessions.only')}
        </Text>
      )}
      {others && (
        <Group>
          <Button variant="default" loading={endingOthers.isPending} onClick={() => endingOthers.mutate()}>
            {t('sessions.endOthers')}
          </Button>
        </Group>
      )}
    </Section>
  )
}

function SessionItem(props: { session: OwnSession; busy: boolean; onEnd: () => void }) {
  const { t } = useTranslation('security')
  const { isCurrent, userAgent, address, createdAt, lastSeenAt, signedInBy, hasSecondFactor } = props.session
  const name = browserNameOf(userAgent) ?? t('sessions.unknown')
  const act = {
    label: t('sessions.end'),
    name: t('sessions.endNamed', { name }),
    busy: props.busy,
    onAct: props.onEnd,
  }
  return (
    <BrowserItem
      name={name}
      mark={isCurrent && <StatusBadge look={here}>{t('sessions.here')}</StatusBadge>}
      act={isCurrent ? undefined : act}
      facts={
        <>
          {t(`sessions.opened.${signedInBy}`)} {hasSecondFactor && t('sessions.factor')} ·{' '}
          <Time at={createdAt} />
          {address !== null && ` · ${address}`}
          <br />
          {t('sessions.seen')} <Time at={lastSeenAt} />
        </>
      }
    />
  )
}
