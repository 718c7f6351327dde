import { Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { locationsQuery } from '#features/accounts/locations/web/api.ts'
import { FilterChip } from '#web/components/filter-chip.tsx'
import { SearchBox } from '#web/components/search-box.tsx'
import { useWrittenNumber } from '#web/components/use-written-number.ts'
import { lazy } from '#web/lib/lazy.ts'
import type { UserProperty } from '../schema.ts'
import { AddFilter } from './add-filter.tsx'
import type { UsersSearch } from './search.ts'

// Asked for by a link from an import alone.
const OperationChip = lazy(async () => ({
  default: (await import('#features/operations/web/operation-chip.tsx')).OperationChip,
}))

interface UserFiltersProps {
  accountId: string
  isPartner: boolean
  search: UsersSearch
  /** Takes over part of the address; `replace` for what *Back* shall not walk through. */
  change: (part: Partial<UsersSearch>, replace?: boolean) => void
}

/** What narrows the list: the search, the filters that are on, and the way to more. */
export function UserFilters({ accountId, isPartner, search, change }: UserFiltersProps) {
  const { t } = useTranslation('users')
  const { property = [], locationId, product, smsNumber, operationId } = search

  function without(taken: UserProperty) {
    const others = property.filter((each) => each !== taken)
    change({ property: others.length === 0 ? undefined : others })
  }

  return (
    <Group gap="xs">
      <SearchBox
        label={t('search')}
        value={search.search}
        because={smsNumber === undefined ? undefined : t('noSearch')}
        onSearch={(text) => change({ search: text }, true)}
      />
      {property.map((each) => (
        <FilterChip
          key={each}
          property={t('filter.property')}
          value={t(`property.${each}`)}
          onRemove={() => without(each)}
        />
      ))}
      {locationId !== undefined && (
        <LocationChip
          accountId={accountId}
          locationId={locationId}
          onRemove={() => change({ locationId: undefined })}
        />
      )}
      {product !== undefined && (
        <FilterChip
          property={t('filter.product')}
          value={t(`product.${product}`)}
          onRemove={() => change({ product: undefined })}
        />
      )}
      {smsNumber !== undefined && (
        <SmsNumberChip number={smsNumber} onRemove={() => change({ smsNumber: undefined })} />
      )}
      {operationId !== undefined && (
        <Suspense>
          <OperationChip
            accountId={accountId}
            operationId={operationId}
            property={t('filter.operation')}
            onRemove={() => change({ operationId: undefined })}
          />
        </Suspense>
      )}
      <AddFilter accountId={accountId} isPartner={isPartner} search={search} onChosen={change} />
    </Group>
  )
}

function SmsNumberChip({ number, onRemove }: { number: string; onRemove: () => void }) {
  const { t } = useTranslation('users')
  return <FilterChip property={t('filter.smsNumber')} value={useWrittenNumber(number)} onRemove={onRemove} />
}

interface LocationChipProps {
  accountId: string
  locationId: string
  onRemove: () => void
}

function LocationChip({ accountId, locationId, onRemove }: LocationChipProps) {
  const { t } = useTranslation('users')
  const { data: locations } = useQuery(locationsQuery(accountId))
  const name = locations?.find(({ id }) => id === locationId)?.name
  const unknown = locations ? t('filter.goneLocation') : '…'
  return <FilterChip property={t('filter.location')} value={name ?? unknown} onRemove={onRemove} />
}
