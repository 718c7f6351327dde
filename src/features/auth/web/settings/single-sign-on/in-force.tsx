import { Button, Group, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconCircleCheck } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { OnceOpened } from '#web/components/once-opened.tsx'
import { StatusBadge, type StatusLook } from '#web/components/status-badge.tsx'
import { lazy } from '#web/lib/lazy.ts'
import type { EmailDomain, IdentityProvider } from '../../../single-sign-on/schema.ts'
import { changeProvider, singleSignOnQuery } from './api.ts'
import { namesOf } from './domain-names.ts'
import { Domains } from './domains.tsx'
import { LocalPasswords } from './local-passwords.tsx'
import { ProviderFacts } from './provider-facts.tsx'
import { Section } from './section.tsx'
import { TestSignIn } from './test-sign-in.tsx'

const ConfirmDialog = lazy(async () => ({
  default: (await import('#web/components/confirm-dialog.tsx')).ConfirmDialog,
}))
const ProviderForm = lazy(async () => ({ default: (await import('./provider-form.tsx')).ProviderForm }))
const onLook: StatusLook = { color: 'teal', icon: IconCircleCheck }

interface InForceProps {
  accountId: string
  provider: IdentityProvider
  domains: EmailDomain[]
}

/** Single sign-on as it stands while it is on. */
export function InForce({ accountId, provider, domains }: InForceProps): ReactNode {
  const { t, i18n } = useTranslation('singleSignOn')
  const [changing, setChanging] = useState(false)
  const heading = useRef<HTMLHeadingElement>(null)
  const verified = domains.filter(({ verifiedAt }) => verifiedAt !== null)

  function finishForm() {
    setChanging(false)
    heading.current?.focus()
  }

  return (
    <Stack>
      <Section
        title={provider.name}
        heading={heading}
        actions={
          !changing && (
            <>
              <Button size="xs" variant="default" onClick={() => setChanging(true)}>
                {t('change')}
              </Button>
              <SwitchOff accountId={accountId} provider={provider} />
            </>
          )
        }
      >
        <Group gap="xs">
          <StatusBadge look={onLook}>{t('inForce.state')}</StatusBadge>
          <Text size="sm">
            {t('inForce.lead', { name: provider.name, domains: namesOf(verified, i18n.language) })}
          </Text>
        </Group>
        {changing ? (
          <ProviderForm
            accountId={accountId}
            provider={provider}
            redirectUri={provider.redirectUri}
            onSaved={finishForm}
            onCancel={finishForm}
          />
        ) : (
          <ProviderFacts provider={provider} />
        )}
      </Section>
      <Section title={t('heading.test')}>
        <TestSignIn key={provider.version} accountId={accountId} provider={provider} />
      </Section>
      <Section title={t('heading.passwords')}>
        <LocalPasswords accountId={accountId} provider={provider} verified={verified} />
      </Section>
      <Section title={t('heading.domains')}>
        <Domains accountId={accountId} domains={domains} />
      </Section>
    </Stack>
  )
}

function SwitchOff({ accountId, provider }: { accountId: string; provider: IdentityProvider }) {
  const { t } = useTranslation('singleSignOn')
  const queries = useQueryClient()
  const [opened, setOpened] = useState(false)
  const { name, keepsLocalPasswords } = provider
  return (
    <>
      <Button size="xs" variant="light" color="red" onClick={() => setOpened(true)}>
        {t('inForce.off')}
      </Button>
      <OnceOpened when={opened}>
        <ConfirmDialog
          opened={opened}
          title={t('off.title')}
          submit={t('off.submit')}
          act={() => changeProvider(accountId, provider, { isOn: false })}
          onDone={() => {
            notifications.show({ color: 'teal', message: t('off.done') })
            void queries.invalidateQueries({ queryKey: singleSignOnQuery(accountId).queryKey })
          }}
          onClose={() => setOpened(false)}
        >
          <Stack gap="xs">
            <span>{t('off.text', { name })}</span>
            <span>{t('off.sessions')}</span>
            <span>{t(keepsLocalPasswords ? 'off.withPasswords' : 'off.withoutPasswords')}</span>
          </Stack>
        </ConfirmDialog>
      </OnceOpened>
    </>
  )
}
