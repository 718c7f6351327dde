import { Button, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Session } from '../schema.ts'
import { FrontPage } from './front-page.tsx'
import { useSignOut } from './use-sign-out.ts'

/** What somebody sees who is signed in and administers nothing: that all is well, and how their phone comes to them. */
export function ReadyPage({ session: { user, account } }: { session: Session }): ReactNode {
  const { t } = useTranslation('auth')
  const leaving = useSignOut()
  return (
    <FrontPage
      title={t('ready.title')}
      lead={t('ready.lead', { name: user.name, email: user.email, account: account.name })}
    >
      <Text mb="lg">{t('ready.phone')}</Text>
      <Button variant="default" loading={leaving.isPending} onClick={() => leaving.mutate()}>
        {t('ready.signOut')}
      </Button>
    </FrontPage>
  )
}
