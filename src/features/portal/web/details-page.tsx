import { Skeleton, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { EmailAddress } from '#web/components/email-address.tsx'
import { FactList } from '#web/components/fact-list.tsx'
import { Page } from '#web/components/page.tsx'
import { PhoneNumber } from '#web/components/phone-number.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { Section } from '#web/components/section.tsx'
import type { OwnDetails } from '../schema.ts'
import { ownDetailsQuery, ownSubscribersQuery } from './api.ts'
import { LanguageChoice } from './language-choice.tsx'
import { SupportContact } from './support-contact.tsx'

/** *My details*: what is known of whoever is signed in, who sees it, whom to ask for changes, and the language. */
export function DetailsPage(): ReactNode {
  const { t } = useTranslation('portal')
  const { data: own, error, refetch } = useQuery(ownDetailsQuery)
  return (
    <Page
      title={t('details.title')}
      {...(own ? { lead: t('details.lead', { account: own.account.name }) } : {})}
    >
      {own ? (
        <Stack>
          <Section title={t('details.you')}>
            <Facts own={own} />
          </Section>
          <Section title={t('details.language')}>
            <LanguageChoice own={own} />
          </Section>
          <Section title={t('details.seen')}>
            <Text size="sm">{t(`details.seenBy.${own.directory}`)}</Text>
          </Section>
          <Section title={t('ask.title')}>
            <div>
              <SupportContact contact={own.account} />
            </div>
          </Section>
        </Stack>
      ) : error ? (
        <ProblemAlert problem={error} retry={refetch} />
      ) : (
        <Skeleton height={280} />
      )}
    </Page>
  )
}

function Facts({ own }: { own: OwnDetails }) {
  const { t } = useTranslation('portal')
  const { data: lines = [] } = useQuery(ownSubscribersQuery)
  // As colleagues find them in the directory: of the person, and of each softphone's number.
  const extensions = new Set([...lines.map(({ directoryNumber }) => directoryNumber), own.extension])
  const none = <span className="rc-faint">{t('details.none')}</span>
  const number = (digits: string | null) => (digits === null ? none : <PhoneNumber number={digits} />)
  return (
    <FactList
      facts={[
        { name: t('details.name'), value: [own.firstName, own.lastName].filter(Boolean).join(' ') },
        { name: t('details.email'), value: <EmailAddress address={own.email} />, isWide: true },
        {
          name: t('details.extension'),
          value: [...extensions].filter((each) => each !== null).join(', ') || none,
        },
        { name: t('details.mobile'), value: number(own.mobile) },
        { name: t('details.smsNumber'), value: number(own.smsNumber) },
        { name: t('details.location'), value: own.location ?? none },
        {
          name: t('details.licences'),
          value: own.licences.map((product) => t(`details.product.${product}`)).join(', ') || none,
        },
      ]}
    />
  )
}
