import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { OneTimeLink } from './one-time-link.tsx'

const route = getRouteApi('/setup/$token')

/** Finishes a link that the operator gave out: a password for an admin who was added, or everything of the first one. */
export function SetUpPage(): ReactNode {
  const { t } = useTranslation('auth')
  const { token } = route.useParams()
  return (
    <OneTimeLink
      token={token}
      wordsOf={({ person, accountName }) =>
        person
          ? {
              title: t('setUp.forTitle'),
              lead: t('setUp.forLead', { email: person.email, account: accountName }),
            }
          : { title: t('setUp.title'), lead: t('setUp.lead') }
      }
    />
  )
}
