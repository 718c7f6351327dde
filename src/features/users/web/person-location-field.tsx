import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { locationsQuery } from '#features/accounts/locations/web/api.ts'
import type { Fields } from '#web/components/form/use-fields.ts'
import { TextLink } from '#web/components/links.tsx'
import { SearchSelect } from '#web/components/search-select.tsx'
import { isolated } from '#web/lib/i18n/isolated.ts'
import type { PersonValues } from './person-values.ts'

interface LocationFieldProps {
  accountId: string
  form: Fields<PersonValues>
}

/** One of the account's locations, and where to add one (UA-14). */
export function LocationField({ accountId, form }: LocationFieldProps) {
  const { t } = useTranslation(['person', 'users'])
  const { data: locations = [] } = useQuery(locationsQuery(accountId))
  const choices = [
    { value: '', label: t('none') },
    ...locations.map(({ id, name, city }) => ({
      value: id,
      label: city ? `${isolated(name)}, ${city}` : name,
    })),
  ]
  return (
    <SearchSelect
      label={t('users:field.locationId')}
      description={
        <>
          {t(locations.length === 0 ? 'help.noLocation' : 'help.location')}{' '}
          <TextLink
            to="/accounts/$accountId/locations"
            params={{ accountId }}
            search={{ open: 'new' }}
            inherit
            underline="always"
          >
            {t('addLocation')}
          </TextLink>
        </>
      }
      data={choices}
      nothingFoundMessage={t('noMatch')}
      value={form.values.locationId}
      error={form.errors.locationId}
      onChange={(chosen) => form.setFieldValue('locationId', chosen ?? '')}
      data-path="locationId"
    />
  )
}
