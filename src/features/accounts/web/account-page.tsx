import { Box, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { FormSkeleton } from '#web/components/form/form-skeleton.tsx'
import { Page } from '#web/components/page.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import type { Account } from '../schema.ts'
import { AccountForm } from './account-form.tsx'
import { accountQuery } from './api.ts'
import { PartnerAccess } from './partner-access.tsx'

interface AccountPageProps {
  accountId: string
  /** The name of its partner, where somebody of that looks. */
  partner: string | undefined
  onSaved: () => void
}

/** Settings › Account: the account one is in. */
export function AccountPage({ accountId, partner, onSaved }: AccountPageProps): ReactNode {
  const { t } = useTranslation('accounts')
  const leadOf = ({ kind, name }: Account) =>
    t(kind === 'partner' ? 'settings.leadPartner' : 'settings.lead', { name })
  const account = useQuery(accountQuery(accountId))
  return (
    <Page title={t('settings.title')} lead={account.data && leadOf(account.data)}>
      <Box maw={640}>
        {account.data ? (
          <Stack gap="xl">
            <AccountForm
              key={accountId}
              account={account.data}
              byPartner={partner !== undefined}
              onSaved={onSaved}
            />
            {account.data.kind === 'customer' && account.data.status === 'active' && (
              <PartnerAccess
                key={`${accountId} ${JSON.stringify(account.data.partnerAccess)}`}
                account={account.data}
                partner={partner}
              />
            )}
          </Stack>
        ) : account.error ? (
          <ProblemAlert problem={account.error} retry={account.refetch} />
        ) : (
          <FormSkeleton />
        )}
      </Box>
    </Page>
  )
}
