import { Group } from '@mantine/core'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactNode, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { DataGrid } from '#web/components/data-grid/data-grid.tsx'
import { FilterTabs } from '#web/components/filter-tabs.tsx'
import { ButtonLink } from '#web/components/links.tsx'
import { Page } from '#web/components/page.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { SearchBox } from '#web/components/search-box.tsx'
import { numberCountQuery, numbersQuery } from './api.ts'
import { useNumberColumns } from './number-columns.tsx'
import { NoNumbers, UserNumbersOff } from './number-standing.tsx'
import type { NumbersSearch } from './search.ts'

const route = getRouteApi('/_signed-in/accounts/$accountId/numbers')
/** What the API is asked for by what stands in the address. */
const freeOf = { free: true, given: false }

/** Telephony › Numbers: the SMS numbers of the account and who has each. */
export function NumbersPage(): ReactNode {
  const { t } = useTranslation('numbers')
  const { accountId } = route.useParams()
  const { search, only } = route.useSearch()
  const navigate = route.useNavigate()
  const list = useInfiniteQuery({
    ...numbersQuery(accountId, { search, free: only && freeOf[only] }),
    placeholderData: keepPreviousData,
  })
  const rows = useMemo(() => list.data?.pages.flatMap(({ items }) => items) ?? [], [list.data])
  const counts = useCounts(accountId, search)
  const columns = useNumberColumns(accountId, search)
  const isNarrowed = search !== undefined || only !== undefined

  function change(part: Partial<NumbersSearch>) {
    void navigate({ search: (now) => ({ ...now, ...part }), replace: true })
  }

  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      fill
      actions={
        <ButtonLink to="/accounts/$accountId/integrations/twilio" params={{ accountId }} variant="default">
          {t('settings')}
        </ButtonLink>
      }
    >
      <Group gap="xs">
        <SearchBox label={t('search')} value={search} onSearch={(text) => change({ search: text })} />
        {counts && (
          <FilterTabs
            label={t('filter')}
            value={only}
            all={{ label: t('all'), count: counts.all }}
            choices={(['free', 'given'] as const).map((value) => ({
              value,
              label: t(value),
              count: counts[value],
            }))}
            onChange={(next) => change({ only: next })}
          />
        )}
      </Group>
      {(rows.length > 0 || isNarrowed) && <UserNumbersOff accountId={accountId} />}
      {list.error && rows.length === 0 ? (
        <ProblemAlert problem={list.error} retry={list.refetch} />
      ) : (
        <DataGrid
          label={t('list')}
          columns={columns}
          rows={rows}
          rowId={({ number }) => number}
          total={counts?.[only ?? 'all']}
          loading={list.isPending}
          more={{ has: list.hasNextPage, fetching: list.isFetchingNextPage, fetch: list.fetchNextPage }}
          empty={<NoNumbers accountId={accountId} search={search} only={only} />}
        />
      )}
    </Page>
  )
}

/** How many match what is searched for, in all and of each kind; undefined while they are counted. */
function useCounts(accountId: string, search: string | undefined) {
  const all = useQuery({
    ...numberCountQuery(accountId, { search, free: undefined }),
    placeholderData: keepPreviousData,
  })
  const free = useQuery({
    ...numberCountQuery(accountId, { search, free: true }),
    placeholderData: keepPreviousData,
  })
  if (all.data === undefined || free.data === undefined) return undefined
  // Between the two answers somebody may have rented one.
  return { all: all.data, free: free.data, given: Math.max(0, all.data - free.data) }
}
