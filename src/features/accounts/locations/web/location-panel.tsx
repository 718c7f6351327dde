import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { FormSkeleton } from '#web/components/form/form-skeleton.tsx'
import { TextLink } from '#web/components/links.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { SidePanel } from '#web/components/side-panel.tsx'
import { Problem } from '#web/lib/api/request.ts'
import type { Location } from '../schema.ts'
import { locationQuery } from './api.ts'
import { LocationForm } from './location-form.tsx'

interface LocationPanelProps {
  accountId: string
  /** A location, or a new one. */
  openId: string
  onClose: () => void
}

/** One location beside the list, or a new one. */
export function LocationPanel({ accountId, openId, onClose }: LocationPanelProps) {
  const { t } = useTranslation('locations')
  if (openId !== 'new') return <KnownLocation {...{ accountId, openId, onClose }} />
  return (
    <SidePanel title={t('new')} subject="new" onClose={onClose}>
      <LocationForm accountId={accountId} location={undefined} onDone={onClose} />
    </SidePanel>
  )
}

function KnownLocation({ accountId, openId, onClose }: LocationPanelProps) {
  const { t } = useTranslation('locations')
  const { data: location, error, refetch } = useQuery(locationQuery(accountId, openId))
  const isGone = error instanceof Problem && error.status === 404
  return (
    <SidePanel title={location?.name ?? t('loading')} subject={openId} onClose={onClose}>
      {location ? (
        <>
          <PeopleHere accountId={accountId} location={location} />
          <LocationForm accountId={accountId} location={location} onDone={onClose} />
        </>
      ) : isGone ? (
        <Text>{t('gone')}</Text>
      ) : error ? (
        <ProblemAlert problem={error} retry={refetch} />
      ) : (
        <FormSkeleton />
      )}
    </SidePanel>
  )
}

/** How many users are there, with the way to them. */
function PeopleHere({ accountId, location }: { accountId: string; location: Location }) {
  const { t } = useTranslation('locations')
  const sentence = t('people', { count: location.people })
  return (
    <Text size="sm" c="dimmed" mb="sm">
      {location.people === 0 ? (
        sentence
      ) : (
        <TextLink
          to="/accounts/$accountId/users"
          params={{ accountId }}
          search={{ locationId: location.id }}
          size="sm"
        >
          {sentence}
        </TextLink>
      )}
    </Text>
  )
}
