import { Group, Text } from '@mantine/core'
import { IconBuilding } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { accountQuery } from '#features/accounts/web/api.ts'
import type { Session } from '#features/auth/schema.ts'
import { lazy } from '#web/lib/lazy.ts'
import { SwitchButton } from './switch-button.tsx'

const AccountList = lazy(async () => ({ default: (await import('./account-list.tsx')).AccountList }))

/** Which account one is in; partners change it here. */
export function AccountSwitcher({ session, accountId }: { session: Session; accountId: string | undefined }) {
  if (session.account.kind !== 'partner') return <Current name={session.account.name} />
  return <PartnerSwitcher session={session} accountId={accountId} />
}

function Current({ name }: { name: string }) {
  return (
    <Group gap={8} wrap="nowrap" miw={0}>
      <IconBuilding size={17} stroke={1.7} aria-hidden />
      <Text fw={600} truncate>
        {name}
      </Text>
    </Group>
  )
}

/** The list of accounts is loaded when it is first opened. */
function PartnerSwitcher({ session, accountId }: { session: Session; accountId: string | undefined }) {
  const { t } = useTranslation('frame')
  const [wanted, setWanted] = useState(false)
  const { data: account, isError } = useQuery({
    ...accountQuery(accountId ?? ''),
    enabled: accountId !== undefined,
  })
  const own = accountId === session.account.id ? session.account.name : undefined
  const name = accountId === undefined || isError ? t('account.choose') : (own ?? account?.name ?? '…')
  const button = (
    <SwitchButton name={name} aria-haspopup="listbox" aria-expanded={false} onClick={() => setWanted(true)} />
  )
  if (!wanted) return button
  return (
    <Suspense fallback={button}>
      <AccountList name={name} accountId={accountId} />
    </Suspense>
  )
}
