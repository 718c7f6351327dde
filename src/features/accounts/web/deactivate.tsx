import { Button } from '@mantine/core'
import { IconBan } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { OnceOpened } from '#web/components/once-opened.tsx'
import { lazy } from '#web/lib/lazy.ts'
import type { Account } from '../schema.ts'

const DeactivateDialog = lazy(async () => ({
  default: (await import('./deactivate-dialog.tsx')).DeactivateDialog,
}))

/** Deactivates a customer, after saying what that does. */
export function Deactivate({ account }: { account: Account }) {
  const { t } = useTranslation('accounts')
  const [opened, setOpened] = useState(false)
  return (
    <>
      <Button
        variant="subtle"
        color="red"
        leftSection={<IconBan size={16} aria-hidden />}
        onClick={() => setOpened(true)}
      >
        {t('deactivate.open')}
      </Button>
      <OnceOpened when={opened}>
        <DeactivateDialog account={account} opened={opened} onClose={() => setOpened(false)} />
      </OnceOpened>
    </>
  )
}
