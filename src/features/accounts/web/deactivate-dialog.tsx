import { Button, Group, List, Modal, Skeleton, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '#web/components/action-button.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { isTyped, TypedWord } from '#web/components/typed-word.tsx'
import type { Account } from '../schema.ts'
import { changeAccount, deactivationForecastQuery, refetchAccounts } from './customers-api.ts'

interface DeactivateDialogProps {
  account: Account
  opened: boolean
  onClose: () => void
}

/** Says what deactivating a customer does, and does it when `deactivate` was typed (UA-1). */
export function DeactivateDialog({ account, opened, onClose }: DeactivateDialogProps) {
  const { t } = useTranslation('accounts')
  return (
    <Modal opened={opened} onClose={onClose} title={t('deactivate.title', { name: account.name })}>
      <Confirmation account={account} onClose={onClose} />
    </Modal>
  )
}

function Confirmation({ account, onClose }: Omit<DeactivateDialogProps, 'opened'>) {
  const { t } = useTranslation('accounts')
  const queries = useQueryClient()
  const forecast = useQuery(deactivationForecastQuery(account.id))
  const [typed, setTyped] = useState('')
  const word = t('deactivate.word')
  const deactivating = useMutation({
    mutationFn: () => changeAccount(account, { status: 'deactivated' }),
    onSuccess: async () => {
      onClose()
      notifications.show({ color: 'teal', message: t('deactivate.done', { name: account.name }) })
      await refetchAccounts(queries, account.id)
    },
  })

  function whyNot(): string | undefined {
    if (forecast.data === undefined) return t('deactivate.counting')
    return isTyped(typed, word) ? undefined : t('typed.missing', { ns: 'common', word })
  }

  function act() {
    if (whyNot() === undefined && !deactivating.isPending) deactivating.mutate()
  }

  if (forecast.error) return <ProblemAlert problem={forecast.error} retry={forecast.refetch} />
  return (
    <Stack>
      <div aria-live="polite" aria-busy={forecast.isPending}>
        {forecast.data ? (
          <List size="sm" spacing={6}>
            {(['people', 'links', 'softphones'] as const).map((each) => (
              <List.Item key={each}>{t(`deactivate.will.${each}`, { count: forecast.data[each] })}</List.Item>
            ))}
          </List>
        ) : (
          <Skeleton height={88} />
        )}
      </div>
      <Text size="sm" c="dimmed">
        {t('deactivate.kept')}
      </Text>
      <TypedWord word={word} value={typed} onChange={setTyped} onEnter={act} />
      {deactivating.error && <ProblemAlert problem={deactivating.error} />}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {t('cancel', { ns: 'common' })}
        </Button>
        <ActionButton color="red" loading={deactivating.isPending} because={whyNot()} onClick={act}>
          {t('deactivate.submit')}
        </ActionButton>
      </Group>
    </Stack>
  )
}
