import { Group, Stack } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { followOperation, isRunning, newestOperationsQuery } from '#features/operations/web/api.ts'
import { OperationProgress } from '#features/operations/web/operation-progress.tsx'
import { ActionButton } from '#web/components/action-button.tsx'
import { OnceOpened } from '#web/components/once-opened.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { lazy } from '#web/lib/lazy.ts'
import type { TwilioAccount } from '../schema.ts'
import { startSynchronisation } from './api.ts'

const ConfirmDialog = lazy(async () => ({
  default: (await import('#web/components/confirm-dialog.tsx')).ConfirmDialog,
}))

/**
 * Brings the list of numbers up to date and shows how far that is. Where many numbers are gone it has stopped, and is told here that this is meant.
 * How it ends is told by the notification of its operation, and by the Twilio account.
 */
export function Synchronise({ accountId, account }: { accountId: string; account: TwilioAccount }) {
  const { t } = useTranslation('twilio')
  const queries = useQueryClient()
  const [asking, setAsking] = useState(false)
  const { data: operations = [] } = useQuery(newestOperationsQuery(accountId))
  const running = operations.find((one) => one.kind === 'sms-number-synchronisation' && isRunning(one))
  const synchronise = async (evenIfManyGone: boolean) =>
    followOperation(queries, accountId, await startSynchronisation(accountId, evenIfManyGone))
  const starting = useMutation({
    mutationFn: () => synchronise(false),
  })
  const because = running ? t('synchronise.running') : undefined
  return (
    <Stack gap="sm">
      <div aria-live="polite">{running && <OperationProgress operation={running} />}</div>
      {starting.error && <ProblemAlert problem={starting.error} />}
      <Group gap="xs">
        <ActionButton
          size="xs"
          leftSection={<IconRefresh size={15} aria-hidden />}
          loading={starting.isPending}
          because={because}
          onClick={() => starting.mutate()}
        >
          {t('synchronise.start')}
        </ActionButton>
        {account.failure?.code === 'numbers.too-many-gone' && (
          <ActionButton
            size="xs"
            variant="light"
            color="red"
            because={because}
            onClick={() => setAsking(true)}
          >
            {t('synchronise.believe')}
          </ActionButton>
        )}
      </Group>
      <OnceOpened when={asking}>
        <ConfirmDialog
          opened={asking}
          title={t('synchronise.believeTitle')}
          submit={t('synchronise.believeSubmit')}
          act={() => synchronise(true)}
          onDone={() => undefined}
          onClose={() => setAsking(false)}
        >
          {account.failure?.message} {t('synchronise.believeText')}
        </ConfirmDialog>
      </OnceOpened>
    </Stack>
  )
}
