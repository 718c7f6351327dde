import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionSwitch } from '#web/components/action-switch.tsx'
import { OnceOpened } from '#web/components/once-opened.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { lazy } from '#web/lib/lazy.ts'
import type { EmailDomain, IdentityProvider } from '../../../single-sign-on/schema.ts'
import { changeProvider, singleSignOnQuery } from './api.ts'
import { Consequences } from './consequences.tsx'

const ConfirmDialog = lazy(async () => ({
  default: (await import('#web/components/confirm-dialog.tsx')).ConfirmDialog,
}))

interface LocalPasswordsProps {
  accountId: string
  provider: IdentityProvider
  verified: EmailDomain[]
}

/** Whether passwords work beside single sign-on. Ending them is asked about, allowing them is not. */
export function LocalPasswords({ accountId, provider, verified }: LocalPasswordsProps) {
  const { t } = useTranslation('singleSignOn')
  const queries = useQueryClient()
  const [asking, setAsking] = useState(false)
  const change = (keepsLocalPasswords: boolean) =>
    changeProvider(accountId, provider, { keepsLocalPasswords })

  function show(message: string) {
    notifications.show({ color: 'teal', message })
    void queries.invalidateQueries({ queryKey: singleSignOnQuery(accountId).queryKey })
  }

  const allowing = useMutation({
    mutationFn: () => change(true),
    onSuccess: () => show(t('passwords.allowed')),
  })
  return (
    <>
      <ActionSwitch
        label={t('passwords.label')}
        help={t('passwords.help')}
        checked={provider.keepsLocalPasswords}
        busy={allowing.isPending}
        because={undefined}
        onSwitch={(keeps) => (keeps ? allowing.mutate() : setAsking(true))}
      />
      {allowing.error && <ProblemAlert problem={allowing.error} />}
      <OnceOpened when={asking}>
        <ConfirmDialog
          opened={asking}
          title={t('passwords.end')}
          submit={t('passwords.endSubmit')}
          act={() => change(false)}
          onDone={() => show(t('passwords.ended', { name: provider.name }))}
          onClose={() => setAsking(false)}
        >
          <Consequences accountId={accountId} provider={provider} verified={verified} way="only" />
        </ConfirmDialog>
      </OnceOpened>
    </>
  )
}
