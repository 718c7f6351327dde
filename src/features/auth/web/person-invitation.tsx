import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { User } from '#features/users/schema.ts'
import { usersKey } from '#features/users/web/api.ts'
import { Time } from '#web/components/time.tsx'
import { api } from '#web/lib/api/request.ts'
import { dayOf } from '#web/lib/times.ts'
import type { Invitation } from '../schema.ts'

const pathOf = (accountId: string, userId: string) => `/accounts/${accountId}/users/${userId}`

/** What became of the newest welcome e-mail, followed while it waits to be sent. */
const invitationQuery = (accountId: string, userId: string) =>
  queryOptions({
    queryKey: [...usersKey(accountId), userId, 'invitation'],
    queryFn: ({ signal }) =>
      api.get<Invitation>(`${pathOf(accountId, userId)}/invitation`, undefined, signal),
    refetchInterval: ({ state }) => (state.data?.state === 'queued' ? 2_000 : false),
  })

/** Sends the welcome e-mail once more; the link of the one before stops working (UA-62). */
const sendWelcome = (accountId: string, userId: string) =>
  api.post<Invitation>(`${pathOf(accountId, userId)}/welcome-emails`)

interface PersonInvitationProps {
  accountId: string
  user: User
}

/** How far the welcome e-mail of somebody without a password is, and the button that sends another. */
export function PersonInvitation({ accountId, user }: PersonInvitationProps): ReactNode {
  const { t } = useTranslation('person')
  const queries = useQueryClient()
  const waits = user.status === 'unregistered' || user.status === 'invited'
  const { data: invitation } = useQuery({ ...invitationQuery(accountId, user.id), enabled: waits })
  const sending = useMutation({
    mutationFn: () => sendWelcome(accountId, user.id),
    onSuccess: (sent) => {
      notifications.show({ color: 'teal', message: t('welcome.queuedFor', { email: user.email }) })
      queries.setQueryData(invitationQuery(accountId, user.id).queryKey, sent)
      void queries.invalidateQueries({ queryKey: usersKey(accountId) })
    },
  })
  if (!waits) return null
  return (
    <Group justify="space-between" gap="xs">
      <Text size="sm" flex="1 1 200px" component="div" aria-live="polite">
        {invitation && <Fate invitation={invitation} invited={user.status === 'invited'} />}
        {sending.error && (
          <Text size="sm" c="var(--mantine-color-error)" role="alert">
            {sending.error.message}
          </Text>
        )}
      </Text>
      <Button size="xs" variant="default" loading={sending.isPending} onClick={() => sending.mutate()}>
        {t(isFirst(user, invitation) ? 'welcome.send' : 'welcome.resend')}
      </Button>
    </Group>
  )
}

function isFirst(user: User, invitation: Invitation | undefined): boolean {
  return user.status !== 'invited' && (invitation === undefined || invitation.state === 'none')
}

interface FateProps {
  invitation: Invitation
  /** Whoever is, has had a link, even where no e-mail of it is known any more. */
  invited: boolean
}

function Fate({ invitation: { state, sentAt, expiresAt, answer }, invited }: FateProps) {
  const { t, i18n } = useTranslation('person')
  if (state === 'sent' && expiresAt !== null) {
    return (
      <>
        {t('welcome.sent')} <Time at={sentAt} />.{' '}
        {t('welcome.expires', { date: dayOf(new Date(expiresAt), i18n.language) })}
      </>
    )
  }
  if (state === 'failed') {
    return answer ? t('welcome.failed', { answer }) : t('welcome.failedPlain')
  }
  if (state === 'none' && invited) return t('welcome.lost')
  // Who has used the link is registered, as the page is about to learn.
  return state === 'used' ? null : t(`welcome.${state}`, { answer: answer ?? '' })
}
