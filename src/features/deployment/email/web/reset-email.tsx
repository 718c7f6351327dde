import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { OnceOpened } from '#web/components/once-opened.tsx'
import { lazy } from '#web/lib/lazy.ts'
import type { DeploymentEmail } from '../schema.ts'

const ResetDialog = lazy(async () => ({ default: (await import('./reset-dialog.tsx')).ResetDialog }))

interface ResetEmailProps {
  accountId: string
  email: DeploymentEmail
  onReset: () => Promise<void>
}

/** Back to the default text, after saying what that does. */
export function ResetEmail(props: ResetEmailProps) {
  const { t } = useTranslation('email')
  const [opened, setOpened] = useState(false)
  return (
    <>
      <Button variant="subtle" color="red" onClick={() => setOpened(true)}>
        {t('reset')}
      </Button>
      <OnceOpened when={opened}>
        <ResetDialog {...props} opened={opened} onClose={() => setOpened(false)} />
      </OnceOpened>
    </>
  )
}
