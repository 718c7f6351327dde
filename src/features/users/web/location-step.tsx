import { Box, Skeleton, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { locationPagesQuery } from '#features/accounts/locations/web/api.ts'
import { TextLink } from '#web/components/links.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { FilterChoice } from './filter-choice.tsx'
import type { FilterStepsProps } from './filter-steps.tsx'

/** Which location, found by its name or city; or any. */
export function LocationStep({ accountId, search, onChosen }: FilterStepsProps) {
  const { t } = useTranslation('users')
  const [typed, setTyped] = useState('')
  const [settled] = useDebouncedValue(typed.trim(), 200)
  const words = settled === '' ? undefined : settled
  const { data, error, refetch } = useInfiniteQuery({
    ...locationPagesQuery(accountId, words),
    placeholderData: keepPreviousData,
  })
  const found = data?.pages[0]?.items
  const others = search.property?.filter((property) => property !== 'location') ?? []
  return (
    <Stack gap={4}>
      <TextInput
        type="search"
        data-autofocus
        mx={6}
        aria-label={t('filter.searchLocations')}
        placeholder={t('filter.searchLocations')}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Box mah="min(50vh, 380px)" style={{ overflowY: 'auto' }}>
        {words === undefined && (
          <FilterChoice
            label={t('filter.anyLocation')}
            help={t('filter.anyLocationHelp')}
            chosen={search.property?.includes('location') ?? false}
            onChoose={() => onChosen({ property: [...others, 'location'], locationId: undefined })}
          />
        )}
        {found?.map(({ id, name, city }) => (
          <FilterChoice
            key={id}
            label={name}
            help={city === null || city === name ? undefined : city}
            chosen={search.locationId === id}
            onChoose={() => onChosen({ property: others.length === 0 ? undefined : others, locationId: id })}
          />
        ))}
        {!found && !error && <Skeleton height={32} m={6} />}
        {error && <ProblemAlert problem={error} retry={refetch} />}
        {found?.length === 0 && (
          <Text size="sm" p={8}>
            {words ? t('filter.noLocationMatches') : t('filter.noLocations')}{' '}
            {!words && (
              <TextLink
                to="/accounts/$accountId/locations"
                params={{ accountId }}
                search={{ open: 'new' }}
                inherit
              >
                {t('filter.addLocation')}
              </TextLink>
            )}
          </Text>
        )}
      </Box>
    </Stack>
  )
}
