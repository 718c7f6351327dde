import { List } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { userCountQuery } from '#features/users/web/api.ts'
import type { EmailDomain, IdentityProvider } from '../../../single-sign-on/schema.ts'
import { namesOf } from './domain-names.ts'

interface ConsequencesProps {
  accountId: string
  provider: IdentityProvider
  verified: EmailDomain[]
  /** Beside passwords, or instead of them. */
  way: 'keep' | 'only'
}

/** What happens at the moment it is switched. */
export function Consequences({ accountId, provider, verified, way }: ConsequencesProps) {
  const { t, i18n } = useTranslation('singleSignOn')
  const { data: registered } = useQuery(userCountQuery(accountId, { property: ['registered'] }))
  const names = { name: provider.name, domains: namesOf(verified, i18n.language) }
  const will = way === 'keep' ? 'on.willKeep' : 'on.willOnly'
  return (
    <List size="sm" spacing={6} aria-live="polite">
      {registered !== undefined && <List.Item>{t('on.people', { count: registered })}</List.Item>}
      {t(will, { returnObjects: true, ...names }).map((each) => (
        <List.Item key={each}>{each}</List.Item>
      ))}
    </List>
  )
}
