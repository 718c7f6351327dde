import { Button, Group, Paper, Text, ThemeIcon } from '@mantine/core'
import { IconDeviceMobile } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ButtonLink } from '#web/components/links.tsx'
import { Page } from '#web/components/page.tsx'
import type { Session } from '../schema.ts'
import { useSignOut } from './use-sign-out.ts'

/** What somebody sees who is signed in and administers nothing: that all is well, how their phone comes to them, and the way to their own sign-in. */
export function ReadyPage({ session: { user, account } }: { session: Session }): ReactNode {
  const { t } = useTranslation('auth')
  const leaving = useSignOut()
  return (
    <Page
      title={t('ready.title')}
      lead={t('ready.lead', { name: user.name, email: user.email, account: account.name })}
    >
      <Paper withBorder p="lg" maw={640}>
        <Group wrap="nowrap" align="flex-start">
          <ThemeIcon variant="light" size={40} radius="xl" aria-hidden>
            <IconDeviceMobile size={22} stroke={1.6} />
          </ThemeIcon>
          <div>
            <Text mb="md">{t('ready.phone')}</Text>
            <Group gap="xs">
              <ButtonLink to="/me/security" variant="default">
                {t('ready.security')}
              </ButtonLink>
              <Button
                variant="subtle"
                color="gray"
                loading={leaving.isPending}
                onClick={() => leaving.mutate()}
              >
                {t('ready.signOut')}
              </Button>
            </Group>
          </div>
        </Group>
      </Paper>
    </Page>
  )
}
