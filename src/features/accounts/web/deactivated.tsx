import { Alert, Button, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconBan } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import type { Account } from '../schema.ts'
import { AccountId } from './account-id.tsx'
import { changeAccount, refetchAccounts } from './customers-api.ts'

/** A deactivated customer: its partner may reactivate it, and nothing else (UA-1). */
export function Deactivated({ account }: { account: Account }) {
  const { t } = useTranslation('accounts')
  const queries = useQueryClient()
  const reactivating = useMutation({
    mutationFn: () => changeAccount(account, { status: 'active' }),
    onSuccess: async () => {
      await refetchAccounts(queries, account.id)
      notifications.show({ color: 'teal', message: t('reactivate.done', { name: account.name }) })
    },
  })
  return (
    <Stack>
      <Alert variant="light" color="gray" icon={<IconBan aria-hidden />} title={t('reactivate.title')}>
        <Stack gap="xs" align="flex-start">
          <Text size="sm">{t('reactivate.text')}</Text>
          <Button loading={reactivating.isPending} onClick={() => reactivating.mutate()}>
            {t('reactivate.submit')}
          </Button>
        </Stack>
      </Alert>
      {reactivating.error && <ProblemAlert problem={reactivating.error} />}
      <AccountId id={account.id} />
    </Stack>
  )
}
