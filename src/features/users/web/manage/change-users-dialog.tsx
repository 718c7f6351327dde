import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Operation } from '#features/operations/schema.ts'
import { followOperation } from '#features/operations/web/api.ts'
import { OperationResult } from '#features/operations/web/operation-result.tsx'
import { ActionButton } from '#web/components/action-button.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { startUserUpdate } from '../api.ts'
import type { Chosen } from './chosen.ts'
import { consequencesOf, notChosen, type Setting, SettingChoice, valuesOf } from './setting-choice.tsx'

/** What of whom is to be changed. */
export interface ChangeRequest {
  setting: Setting
  chosen: Chosen
}

interface ChangeUsersDialogProps {
  accountId: string
  /** undefined: the dialog is closed. */
  request: ChangeRequest | undefined
  onClose: () => void
}

/** Chooses what many people shall have, says what that does, does it, and follows it to its end (UA-60, UA-73). */
export function ChangeUsersDialog({ accountId, request, onClose }: ChangeUsersDialogProps) {
  const { t } = useTranslation('managePeople')
  const [started, setStarted] = useState<{ by: ChangeRequest; operation: Operation }>()
  const operation = started?.by === request ? started?.operation : undefined

  function title(): string | undefined {
    if (!request) return undefined
    const { setting, chosen } = request
    if (operation) return t('started')
    return chosen.count === undefined ? t(`act.${setting}`) : t(`dialog.${setting}`, { count: chosen.count })
  }

  return (
    <Modal opened={request !== undefined} onClose={onClose} title={title()} size="lg">
      {request && !operation && (
        <Choosing
          accountId={accountId}
          request={request}
          onCancel={onClose}
          onStarted={(begun) => setStarted({ by: request, operation: begun })}
        />
      )}
      {request && operation && (
        <OperationResult accountId={accountId} operation={operation} onClose={onClose} staysOpen={false} />
      )}
    </Modal>
  )
}

interface ChoosingProps {
  accountId: string
  request: ChangeRequest
  onCancel: () => void
  onStarted: (operation: Operation) => void
}

function Choosing({ accountId, request, onCancel, onStarted }: ChoosingProps) {
  const { t } = useTranslation('managePeople')
  const { setting, chosen } = request
  const queries = useQueryClient()
  const [choice, setChoice] = useState(notChosen)
  const starting = useMutation({
    mutationFn: () => startUserUpdate(accountId, chosen.selection, valuesOf(setting, choice)),
    onSuccess: (operation) => {
      followOperation(queries, accountId, operation)
      onStarted(operation)
    },
  })
  const { effect, skipped } = consequencesOf(setting, choice)
  return (
    <Stack>
      <SettingChoice
        accountId={accountId}
        setting={setting}
        choice={choice}
        onChoice={(next) => {
          starting.reset()
          setChoice(next)
        }}
      />
      <div aria-live="polite">
        {choice !== notChosen && (
          <Stack gap={6}>
            <Text size="sm">{t(`effect.${effect}`)}</Text>
            <Text size="sm" c="dimmed">
              {t(`skipped.${skipped}`)}
            </Text>
          </Stack>
        )}
      </div>
      {starting.error && <ProblemAlert problem={starting.error} />}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onCancel}>
          {t('cancel', { ns: 'common' })}
        </Button>
        <ActionButton
          color={effect === 'deactivate' ? 'red' : undefined}
          loading={starting.isPending}
          because={choice === notChosen ? t('chooseFirst') : undefined}
          onClick={() => starting.mutate()}
        >
          {chosen.count === undefined ? t('submitAll') : t('submit', { count: chosen.count })}
        </ActionButton>
      </Group>
    </Stack>
  )
}
