import { IconUsers } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { GridColumn } from '#web/components/data-grid/columns.ts'
import { DataGrid } from '#web/components/data-grid/data-grid.tsx'
import { EmptyState } from '#web/components/empty-state.tsx'
import { Marked } from '#web/components/marked.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { withNumbersJoined } from '../needle.ts'
import type { CustomerUser } from '../schema.ts'
import { customerUsersQuery } from './api.ts'
import { fullName } from './person-name.ts'
import { UserStatus } from './user-status.tsx'

/** The people of all customers in one list, each a link to them in their account (UA-6). */
export function CustomerUsers({ search }: { search: string | undefined }): ReactNode {
  const { t } = useTranslation('users')
  const list = useInfiniteQuery({ ...customerUsersQuery(search), placeholderData: keepPreviousData })
  const rows = useMemo(() => list.data?.pages.flatMap(({ items }) => items) ?? [], [list.data])
  const columns = useColumns(search)
  if (list.error && rows.length === 0) return <ProblemAlert problem={list.error} retry={list.refetch} />
  return (
    <DataGrid
      label={t('ofCustomers.list')}
      columns={columns}
      rows={rows}
      rowId={({ id }) => id}
      rowName={fullName}
      linkOf={({ id, account }) => ({
        to: '/accounts/$accountId/users',
        params: { accountId: account.id },
        search: { open: id },
      })}
      loading={list.isPending}
      more={{ has: list.hasNextPage, fetching: list.isFetchingNextPage, fetch: list.fetchNextPage }}
      empty={
        <EmptyState
          icon={IconUsers}
          title={t(search ? 'empty.noMatchTitle' : 'ofCustomers.empty')}
          text={t(search ? 'ofCustomers.noMatchText' : 'ofCustomers.emptyText')}
        />
      }
    />
  )
}

function useColumns(search: string | undefined): GridColumn<CustomerUser>[] {
  const { t } = useTranslation('users')
  return useMemo(() => {
    const needle = search && withNumbersJoined(search)
    const marked = (text: string | null) => text && <Marked text={text} search={needle} />
    return [
      { id: 'lastName', header: t('column.lastName'), width: 140, cell: ({ lastName }) => marked(lastName) },
      {
        id: 'firstName',
        header: t('column.firstName'),
        width: 105,
        cell: ({ firstName }) => marked(firstName),
      },
      { id: 'account', header: t('column.account'), width: 220, cell: ({ account }) => account.name },
      { id: 'email', header: t('column.email'), width: 250, cell: ({ email }) => marked(email) },
      {
        id: 'extension',
        header: t('column.extension'),
        width: 95,
        cell: ({ extension }) => marked(extension),
      },
      {
        id: 'status',
        header: t('column.status'),
        width: 135,
        cell: ({ status }) => <UserStatus status={status} />,
      },
      { id: 'role', header: t('column.role'), width: 122, cell: ({ role }) => t(`role.${role}`) },
    ]
  }, [t, search])
}
