import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { OnceOpened } from '#web/components/once-opened.tsx'
import { lazy } from '#web/lib/lazy.ts'
import type { IdentityProvider } from '../../../single-sign-on/schema.ts'
import { removeProvider, singleSignOnQuery } from './api.ts'

const ConfirmDialog = lazy(async () => ({
  default: (await import('#web/components/confirm-dialog.tsx')).ConfirmDialog,
}))

interface RemoveProviderProps {
  accountId: string
  provider: IdentityProvider
}

/** Forgets an identity provider that is off. */
export function RemoveProvider({ accountId, provider: { name } }: RemoveProviderProps) {
  const { t } = useTranslation('singleSignOn')
  const queries = useQueryClient()
  const [opened, setOpened] = useState(false)
  return (
    <>
      <Button size="xs" variant="subtle" color="red" onClick={() => setOpened(true)}>
        {t('remove.open')}
      </Button>
      <OnceOpened when={opened}>
        <ConfirmDialog
          opened={opened}
          title={t('remove.title', { name })}
          submit={t('remove.submit')}
          act={() => removeProvider(accountId)}
          onDone={() => {
            notifications.show({ color: 'teal', message: t('remove.done', { name }) })
            void queries.invalidateQueries({ queryKey: singleSignOnQuery(accountId).queryKey })
          }}
          onClose={() => setOpened(false)}
        >
          {t('remove.text')}
        </ConfirmDialog>
      </OnceOpened>
    </>
  )
}
