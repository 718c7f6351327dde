import { Button, Group } from '@mantine/core'
import { IconMapPin, IconPlus } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactNode, Suspense, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { countryName } from '#features/accounts/web/choices.ts'
import type { GridColumn } from '#web/components/data-grid/columns.ts'
import { DataGrid } from '#web/components/data-grid/data-grid.tsx'
import { EmptyState } from '#web/components/empty-state.tsx'
import { TextLink } from '#web/components/links.tsx'
import { Marked } from '#web/components/marked.tsx'
import { Page } from '#web/components/page.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { SearchBox } from '#web/components/search-box.tsx'
import { Time } from '#web/components/time.tsx'
import { WithPanel } from '#web/components/with-panel.tsx'
import { lazy } from '#web/lib/lazy.ts'
import type { Location } from '../schema.ts'
import { locationPagesQuery } from './api.ts'

// The form and its rules: the list need not wait for them.
const LocationPanel = lazy(async () => ({ default: (await import('./location-panel.tsx')).LocationPanel }))
const route = getRouteApi('/_signed-in/accounts/$accountId/locations')

/** User management › Locations (UA-14): the sites of the account, and one of them beside the list. */
export function LocationsPage(): ReactNode {
  const { t } = useTranslation('locations')
  const { accountId } = route.useParams()
  const { search, open } = route.useSearch()
  const navigate = route.useNavigate()
  const list = useInfiniteQuery({
    ...locationPagesQuery(accountId, search),
    placeholderData: keepPreviousData,
  })
  const rows = useMemo(() => list.data?.pages.flatMap(({ items }) => items) ?? [], [list.data])
  const columns = useColumns(accountId, search)
  const show = (id: string | undefined) => void navigate({ search: (now) => ({ ...now, open: id }) })
  const newButton = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => show('new')}>
      {t('new')}
    </Button>
  )
  return (
    <Page title={t('title')} lead={t('lead')} actions={newButton} fill>
      <Group>
        <SearchBox
          label={t('search')}
          value={search}
          onSearch={(text) => void navigate({ search: (now) => ({ ...now, search: text }), replace: true })}
        />
      </Group>
      <WithPanel
        panel={
          open && (
            <Suspense>
              <LocationPanel key={open} accountId={accountId} openId={open} onClose={() => show(undefined)} />
            </Suspense>
          )
        }
      >
        {list.error && rows.length === 0 ? (
          <ProblemAlert problem={list.error} retry={list.refetch} />
        ) : (
          <DataGrid
            label={t('list')}
            columns={columns}
            rows={rows}
            rowId={({ id }) => id}
            openId={open}
            linkOf={({ id }) => ({ to: '.', search: (now: object) => ({ ...now, open: id }) })}
            rowKeys={{ e: ({ id }) => show(id) }}
            loading={list.isPending}
            more={{ has: list.hasNextPage, fetching: list.isFetchingNextPage, fetch: list.fetchNextPage }}
            empty={<NoLocations narrowed={search !== undefined} action={newButton} />}
          />
        )}
      </WithPanel>
    </Page>
  )
}

function NoLocations({ narrowed, action }: { narrowed: boolean; action: ReactNode }) {
  const { t } = useTranslation('locations')
  if (narrowed)
    return <EmptyState icon={IconMapPin} title={t('empty.noMatchTitle')} text={t('empty.noMatchText')} />
  return <EmptyState icon={IconMapPin} title={t('empty.title')} text={t('empty.text')} actions={action} />
}

function useColumns(accountId: string, search: string | undefined): GridColumn<Location>[] {
  const { t, i18n } = useTranslation('locations')
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('column.name'),
        width: 220,
        cell: ({ name }) => <Marked text={name} search={search} />,
      },
      {
        id: 'people',
        header: t('column.people'),
        width: 90,
        align: 'end',
        cell: ({ id, people }) => (people === 0 ? '0' : <People {...{ accountId, id, people }} />),
      },
      {
        id: 'city',
        header: t('column.city'),
        width: 160,
        cell: ({ city }) => city && <Marked text={city} search={search} />,
      },
      { id: 'street', header: t('column.street'), width: 200, cell: ({ street }) => street },
      {
        id: 'country',
        header: t('column.country'),
        width: 140,
        cell: ({ country }) => country && countryName(country, i18n.language),
      },
      {
        id: 'changed',
        header: t('column.changed'),
        width: 130,
        cell: ({ updatedAt }) => <Time at={updatedAt} />,
      },
    ],
    [t, i18n.language, accountId, search],
  )
}

function People({ accountId, id, people }: { accountId: string; id: string; people: number }) {
  const { t, i18n } = useTranslation('locations')
  return (
    <TextLink
      to="/accounts/$accountId/users"
      params={{ accountId }}
      search={{ locationId: id }}
      size="sm"
      aria-label={t('people', { count: people })}
    >
      {people.toLocaleString(i18n.language)}
    </TextLink>
  )
}
