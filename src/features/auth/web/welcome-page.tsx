import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { OneTimeLink } from './one-time-link.tsx'

const route = getRouteApi('/welcome/$token')

/** Finishes the account of somebody whom an admin has added, behind the link of the welcome e-mail (UA-16). */
export function WelcomePage(): ReactNode {
  const { t } = useTranslation('auth')
  const { token } = route.useParams()
  return (
    <OneTimeLink
      token={token}
      unknown={t('welcome.unknown')}
      wordsOf={({ person, accountName }) => ({
        title: t('welcome.title'),
        lead: person
          ? t('welcome.lead', {
              name: `${person.firstName} ${person.lastName}`.trim(),
              account: accountName,
            })
          : t('setUp.lead'),
      })}
    />
  )
}
