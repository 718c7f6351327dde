import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { User } from '#features/users/schema.ts'
import { usersKey } from '#features/users/web/api.ts'
import { fullName } from '#features/users/web/person-name.ts'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { api } from '#web/lib/api/request.ts'

/** What can be done about how one person signs in. */
export type PersonAct = 'signOut' | 'removeSecondFactor' | 'unlock'

const requests: Record<PersonAct, (path: string) => Promise<unknown>> = {
  signOut: (path) => api.delete(`${path}/sessions`),
  removeSecondFactor: (path) => api.delete(`${path}/second-factor`),
  unlock: (path) => api.post(`${path}/unlocks`),
}

interface PersonActDialogProps {
  accountId: string
  user: User
  /** undefined: the dialog is closed. */
  act: PersonAct | undefined
  onClose: () => void
}

/** Says what an act on a person's sign-in does, and does it. */
export function PersonActDialog({ accountId, user, act, onClose }: PersonActDialogProps) {
  const { t } = useTranslation('personSignIn')
  const queries = useQueryClient()
  const name = fullName(user)
  const acting = useMutation({
    mutationFn: (chosen: PersonAct) => requests[chosen](`/accounts/${accountId}/users/${user.id}`),
    onSuccess: (_nothing, chosen) => {
      onClose()
      notifications.show({ color: 'teal', message: t(`confirm.${chosen}.done`, { name }) })
      void queries.invalidateQueries({ queryKey: usersKey(accountId) })
    },
  })
  // While it closes, it goes on saying what it was about.
  const lastAct = useRef<PersonAct>('signOut')
  if (act) lastAct.current = act
  const shown = lastAct.current
  return (
    <Modal
      opened={act !== undefined}
      onClose={onClose}
      onExitTransitionEnd={acting.reset}
      title={t(`confirm.${shown}.title`, { name })}
    >
      <Stack>
        <Text size="sm">{t(`confirm.${shown}.text`)}</Text>
        {acting.error && <ProblemAlert problem={acting.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('cancel', { ns: 'common' })}
          </Button>
          <Button data-autofocus loading={acting.isPending} onClick={() => acting.mutate(shown)}>
            {t(`act.${shown}`)}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
