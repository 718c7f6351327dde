import { Group, Text } from '@mantine/core'
import { IconUserShield } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Suspense, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { User } from '#features/users/schema.ts'
import { usersQuery } from '#features/users/web/api.ts'
import { fullName } from '#features/users/web/person-name.ts'
import { UserStatus } from '#features/users/web/user-status.tsx'
import type { GridColumn } from '#web/components/data-grid/columns.ts'
import { DataGrid } from '#web/components/data-grid/data-grid.tsx'
import { EmptyState } from '#web/components/empty-state.tsx'
import { ButtonLink } from '#web/components/links.tsx'
import { Marked } from '#web/components/marked.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { SearchBox } from '#web/components/search-box.tsx'
import { Time } from '#web/components/time.tsx'
import { WithPanel } from '#web/components/with-panel.tsx'
import { lazy } from '#web/lib/lazy.ts'

const AdministratorPanel = lazy(async () => ({
  default: (await import('./administrator-panel.tsx')).AdministratorPanel,
}))
const route = getRouteApi('/_signed-in/accounts/$accountId/settings/administrators')

/** Who administers the account, and how one of them signs in beside the list. */
export function AdministratorList({ accountId }: { accountId: string }) {
  const { t } = useTranslation('administrators')
  const { open, search } = route.useSearch()
  const navigate = route.useNavigate()
  const list = useInfiniteQuery({
    ...usersQuery(accountId, { property: ['admins'], ...(search ? { search } : {}) }, 'lastName'),
    placeholderData: keepPreviousData,
  })
  const rows = useMemo(() => list.data?.pages.flatMap(({ items }) => items) ?? [], [list.data])
  const columns = useColumns(search)
  const show = (id: string | undefined) => void navigate({ search: (now) => ({ ...now, open: id }) })
  return (
    <>
      <Group gap="sm">
        <SearchBox
          label={t('search')}
          value={search}
          onSearch={(text) => void navigate({ search: (now) => ({ ...now, search: text }), replace: true })}
        />
        <Text size="sm" c="dimmed" flex="1 1 260px">
          {t('howTo')}
        </Text>
        <ToUsers accountId={accountId} />
      </Group>
      <WithPanel
        panel={
          open && (
            <Suspense>
              <AdministratorPanel
                key={open}
                accountId={accountId}
                userId={open}
                onClose={() => show(undefined)}
              />
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
            loading={list.isPending}
            more={{ has: list.hasNextPage, fetching: list.isFetchingNextPage, fetch: list.fetchNextPage }}
            empty={<NoAdministrators accountId={accountId} narrowed={search !== undefined} />}
          />
        )}
      </WithPanel>
    </>
  )
}

function ToUsers({ accountId }: { accountId: string }) {
  const { t } = useTranslation('administrators')
  return (
    <ButtonLink to="/accounts/$accountId/users" params={{ accountId }} variant="default">
      {t('toUsers')}
    </ButtonLink>
  )
}

function NoAdministrators({ accountId, narrowed }: { accountId: string; narrowed: boolean }) {
  const { t } = useTranslation('administrators')
  if (narrowed)
    return <EmptyState icon={IconUserShield} title={t('empty.noMatchTitle')} text={t('empty.noMatchText')} />
  return (
    <EmptyState
      icon={IconUserShield}
      title={t('empty.title')}
      text={t('empty.text')}
      actions={<ToUsers accountId={accountId} />}
    />
  )
}

function useColumns(search: string | undefined): GridColumn<User>[] {
  const { t } = useTranslation('administrators')
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('column.name'),
        width: 220,
        cell: (user) => <Marked text={fullName(user)} search={search} />,
      },
      {
        id: 'email',
        header: t('column.email'),
        width: 260,
        cell: ({ email }) => <Marked text={email} search={search} />,
      },
      {
        id: 'status',
        header: t('column.status'),
        width: 140,
        cell: ({ status }) => <UserStatus status={status} />,
      },
      {
        id: 'lastSignIn',
        header: t('column.lastSignIn'),
        width: 140,
        cell: ({ lastSignInAt }) => <Time at={lastSignInAt} fallback={t('never', { ns: 'common' })} />,
      },
    ],
    [t, search],
  )
}
