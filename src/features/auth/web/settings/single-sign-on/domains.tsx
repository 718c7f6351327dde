import { List, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { EmailDomain } from '../../../single-sign-on/schema.ts'
import { DomainEntry } from './domain-entry.tsx'
import { NewDomain } from './new-domain.tsx'

interface DomainsProps {
  accountId: string
  domains: EmailDomain[]
}

/** The e-mail domains of the account, each with the record that proves it. */
export function Domains({ accountId, domains }: DomainsProps) {
  const { t } = useTranslation('singleSignOn')
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        {t('help.domains')}
      </Text>
      {domains.length > 0 && (
        <List
          listStyleType="none"
          spacing="sm"
          aria-label={t('domain.list')}
          styles={{ itemWrapper: { width: '100%' }, itemLabel: { width: '100%' } }}
        >
          {domains.map((domain) => (
            <List.Item key={domain.domain}>
              <DomainEntry accountId={accountId} domain={domain} />
            </List.Item>
          ))}
        </List>
      )}
      <NewDomain accountId={accountId} />
    </Stack>
  )
}
