import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Page } from '#web/components/page.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { integrationsQuery } from './api.ts'
import { IntegrationCard } from './integration-card.tsx'
import classes from './integrations-page.module.css'

const route = getRouteApi('/_signed-in/accounts/$accountId/integrations')

/** Integrations and apps › Integrations: a card for each thing that the account can be joined with. */
export function IntegrationsPage(): ReactNode {
  const { t } = useTranslation('integrations')
  const { accountId } = route.useParams()
  const { data: cards, error, refetch } = useQuery(integrationsQuery(accountId))
  if (error) {
    return (
      <Page title={t('title')}>
        <ProblemAlert problem={error} retry={refetch} />
      </Page>
    )
  }
  return (
    <Page title={t('title')} lead={t('lead')}>
      {cards ? (
        <ul className={classes.cards} aria-label={t('list')}>
          {cards.map((card) => (
            <li key={card.integration}>
              <IntegrationCard accountId={accountId} card={card} cards={cards} />
            </li>
          ))}
        </ul>
      ) : (
        <Skeletons />
      )}
    </Page>
  )
}

function Skeletons() {
  return (
    <div className={classes.cards} aria-hidden>
      {['first', 'second', 'third', 'fourth', 'fifth', 'sixth'].map((each) => (
        <Skeleton key={each} height={190} />
      ))}
    </div>
  )
}
