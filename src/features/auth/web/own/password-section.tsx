import { Button, Group, Text } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { OnceOpened } from '#web/components/once-opened.tsx'
import { Section } from '#web/components/section.tsx'
import { Time } from '#web/components/time.tsx'
import { lazy } from '#web/lib/lazy.ts'
import type { OwnSignIn } from '../../own-schema.ts'

const PasswordDialog = lazy(async () => ({ default: (await import('./password-dialog.tsx')).PasswordDialog }))

/** One's own password: when it was changed, and a new one. */
export function PasswordSection({ own }: { own: OwnSignIn }): ReactNode {
  const { t } = useTranslation('security')
  const [opened, setOpened] = useState(false)
  if (!own.localPasswords) {
    return (
      <Section title={t('password.title')}>
        <Text size="sm">{t('password.elsewhere', { name: own.singleSignOn?.name ?? '' })}</Text>
      </Section>
    )
  }
  return (
    <Section title={t('password.title')}>
      <Group justify="space-between" gap="sm">
        <Text size="sm" component="div">
          {own.hasPassword ? (
            <>
              {t('password.changed')} <Time at={own.passwordChangedAt} />
            </>
          ) : (
            t('password.none')
          )}
        </Text>
        <Button variant="default" onClick={() => setOpened(true)}>
          {t(own.hasPassword ? 'password.change' : 'password.set')}
        </Button>
      </Group>
      <OnceOpened when={opened}>
        <PasswordDialog opened={opened} hasPassword={own.hasPassword} onClose={() => setOpened(false)} />
      </OnceOpened>
    </Section>
  )
}
