import { List, NativeSelect, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

/** How an issuer looks there. */
const issuers = {
  entra: 'https://login.microsoftonline.com/<tenant ID>/v2.0',
  okta: 'https://<company>.okta.com',
  google: 'https://accounts.google.com',
  keycloak: 'https://<host>/realms/<realm>',
  other: 'https://<host>',
}
type Kind = keyof typeof issuers
const kinds = Object.keys(issuers) as Kind[]

/** What is to be done at the identity provider, for those that are met most. */
export function Instructions() {
  const { t } = useTranslation('singleSignOn')
  const [kind, setKind] = useState<Kind>('entra')
  return (
    <Stack gap="xs">
      <NativeSelect
        label={t('instructions.which')}
        data={kinds.map((value) => ({ value, label: t(`instructions.provider.${value}`) }))}
        value={kind}
        onChange={(event) => setKind(event.currentTarget.value as Kind)}
      />
      <List type="ordered" size="sm" spacing={4} aria-label={t('instructions.steps')}>
        {t(`instructions.${kind}`, { returnObjects: true }).map((step) => (
          <List.Item key={step}>{step}</List.Item>
        ))}
      </List>
      <Text size="sm" c="dimmed">
        {t('instructions.issuer', { issuer: issuers[kind] })}
      </Text>
    </Stack>
  )
}
