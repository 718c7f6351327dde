import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Operation } from '#features/operations/schema.ts'
import { followOperation } from '#features/operations/web/api.ts'
import { OperationResult } from '#features/operations/web/operation-result.tsx'
import { type UserSelection, usersKey } from '#features/users/web/api.ts'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { sendPasswordResets, sendWelcomeMails, type WelcomeSelection } from './invitations-api.ts'

/** What is to be sent, and to whom. */
export type PeopleAct = { count: number | undefined } & (
  | { act: 'welcome'; selection: WelcomeSelection }
  | { act: 'reset'; selection: UserSelection }
)

interface PeopleActDialogProps {
  accountId: string
  /** undefined: the dialog is closed. */
  request: PeopleAct | undefined
  onClose: () => void
  onStarted?: () => void
}

/** Says what many people are about to be sent, sends it, and follows it to its end (UA-61, UA-62). */
export function PeopleActDialog({ accountId, request, onClose, onStarted }: PeopleActDialogProps) {
  const { t } = useTranslation('personSignIn')
  const queries = useQueryClient()
  const [started, setStarted] = useState<{ by: PeopleAct; operation: Operation }>()
  const operation = started?.by === request ? started?.operation : undefined
  const starting = useMutation({
    mutationFn: async (by: PeopleAct) => ({
      by,
      operation: await (by.act === 'welcome'
        ? sendWelcomeMails(accountId, by.selection)
        : sendPasswordResets(accountId, by.selection)),
    }),
    onSuccess: (begun) => {
      followOperation(queries, accountId, begun.operation)
      setStarted(begun)
      onStarted?.()
    },
  })

  function close() {
    // Who was invited, and how far that is, has changed for all who are shown.
    if (operation) void queries.invalidateQueries({ queryKey: usersKey(accountId) })
    onClose()
  }

  function title(): string | undefined {
    if (!request) return undefined
    const { act, count } = request
    if (operation) return t(`dialog.${act}.started`)
    return count === undefined ? t(`dialog.${act}.titleAll`) : t(`dialog.${act}.title`, { count })
  }

  return (
    <Modal
      opened={request !== undefined}
      onClose={close}
      onExitTransitionEnd={starting.reset}
      title={title()}
      size="lg"
    >
      {request && !operation && (
        <Stack>
          <Text size="sm">{t(`dialog.${request.act}.text`)}</Text>
          {starting.error && <ProblemAlert problem={starting.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {t('cancel', { ns: 'common' })}
            </Button>
            <Button data-autofocus loading={starting.isPending} onClick={() => starting.mutate(request)}>
              {t(`dialog.${request.act}.submit`)}
            </Button>
          </Group>
        </Stack>
      )}
      {request && operation && (
        <OperationResult accountId={accountId} operation={operation} onClose={close} staysOpen={false} />
      )}
    </Modal>
  )
}
