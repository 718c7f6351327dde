import { useTranslation } from 'react-i18next'
import { CopyField } from '#web/components/copy-field.tsx'
import { FactList } from '#web/components/fact-list.tsx'
import type { IdentityProvider } from '../../../single-sign-on/schema.ts'

/** What is stored of the identity provider, and what was to be entered there. */
export function ProviderFacts({ provider }: { provider: IdentityProvider }) {
  const { t } = useTranslation('singleSignOn')
  const { name, issuer, clientId, clientSecretSet, redirectUri } = provider
  return (
    <>
      <FactList
        facts={[
          { name: t('field.name'), value: name },
          { name: t('field.issuer'), value: issuer },
          { name: t('field.clientId'), value: clientId },
          { name: t('field.clientSecret'), value: t(clientSecretSet ? 'secret.set' : 'secret.none') },
        ]}
      />
      <CopyField label={t('field.redirectUri')} description={t('help.redirectUri')} value={redirectUri} />
    </>
  )
}
