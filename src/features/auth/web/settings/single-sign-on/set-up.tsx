import { Button, Stack } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactNode, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { EmailDomain, SingleSignOnSettings } from '../../../single-sign-on/schema.ts'
import { Domains } from './domains.tsx'
import { ProviderFacts } from './provider-facts.tsx'
import { ProviderForm } from './provider-form.tsx'
import { RemoveProvider } from './remove-provider.tsx'
import { Section } from './section.tsx'
import { SwitchOn } from './switch-on.tsx'
import { TestSignIn } from './test-sign-in.tsx'

const route = getRouteApi('/_signed-in/accounts/$accountId/settings/sign-in')

interface SetUpProps {
  accountId: string
  settings: SingleSignOnSettings
  domains: EmailDomain[]
}

/** The four steps to single sign-on. Each may be done again; the last one waits for the others. */
export function SetUp({ accountId, settings, domains }: SetUpProps): ReactNode {
  const { t } = useTranslation('singleSignOn')
  const { identityProvider: provider, redirectUri } = settings
  const navigate = route.useNavigate()
  const [changing, setChanging] = useState(false)
  const heading = useRef<HTMLHeadingElement>(null)
  const verified = domains.filter(({ verifiedAt }) => verifiedAt !== null)
  const showsForm = changing || provider === null

  function closeForm() {
    setChanging(false)
    heading.current?.focus()
  }

  function finishForm() {
    closeForm()
    // A test that somebody has come back from was one of other settings.
    void navigate({ search: {}, replace: true })
  }

  return (
    <Stack>
      <Section
        title={t('step.provider')}
        done={provider !== null}
        heading={heading}
        actions={
          provider &&
          !changing && (
            <>
              <Button size="xs" variant="default" onClick={() => setChanging(true)}>
                {t('change')}
              </Button>
              <RemoveProvider accountId={accountId} provider={provider} />
            </>
          )
        }
      >
        {showsForm ? (
          <ProviderForm
            accountId={accountId}
            provider={provider ?? undefined}
            redirectUri={redirectUri}
            onSaved={finishForm}
            {...(provider ? { onCancel: closeForm } : {})}
          />
        ) : (
          <ProviderFacts provider={provider} />
        )}
      </Section>
      <Section title={t('step.domains')} done={verified.length > 0}>
        <Domains accountId={accountId} domains={domains} />
      </Section>
      <Section title={t('step.test')} done={provider?.isTested ?? false}>
        <TestSignIn key={provider?.version} accountId={accountId} provider={provider} />
      </Section>
      <Section title={t('step.switchOn')} done={false}>
        <SwitchOn accountId={accountId} provider={provider} verified={verified} />
      </Section>
    </Stack>
  )
}
