import { Badge, Button, Group } from '@mantine/core'
import { IconBuilding, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { type ReactNode, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { GridColumn } from '#web/components/data-grid/columns.ts'
import { DataGrid } from '#web/components/data-grid/data-grid.tsx'
import { EmptyState } from '#web/components/empty-state.tsx'
import { Marked } from '#web/components/marked.tsx'
import { OnceOpened } from '#web/components/once-opened.tsx'
import { Page } from '#web/components/page.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { SearchBox } from '#web/components/search-box.tsx'
import { Time } from '#web/components/time.tsx'
import { lazy } from '#web/lib/lazy.ts'
import type { Account } from '../schema.ts'
import { customersQuery } from './api.ts'
import { countryName, languageName } from './choices.ts'
import { findAccounts } from './find-accounts.ts'

const NewCustomerDialog = lazy(async () => ({
  default: (await import('./new-customer-dialog.tsx')).NewCustomerDialog,
}))
const route = getRouteApi('/_signed-in/accounts')

/** The customers of a partner (UA-1): search one, open it, add one. */
export function AccountsPage({ partner }: { partner: string }): ReactNode {
  const { t } = useTranslation('accounts')
  const { search, add } = route.useSearch()
  const navigate = useNavigate({ from: '/accounts' })
  const customers = useQuery(customersQuery)
  const columns = useColumns(search)
  const shown = findAccounts(customers.data ?? [], search)
  const openForm = () => void navigate({ search: (now) => ({ ...now, add: 'customer' as const }) })
  const closeForm = () => void navigate({ search: (now) => ({ ...now, add: undefined }) })
  const newButton = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={openForm}>
      {t('new')}
    </Button>
  )
  return (
    <Page title={t('title')} lead={t('lead', { partner })} actions={newButton} fill>
      <Group>
        <SearchBox
          label={t('search')}
          value={search}
          onSearch={(text) => void navigate({ search: (now) => ({ ...now, search: text }), replace: true })}
        />
      </Group>
      {customers.error ? (
        <ProblemAlert problem={customers.error} retry={customers.refetch} />
      ) : (
        <DataGrid
          label={t('list')}
          columns={columns}
          rows={shown}
          rowId={(account) => account.id}
          linkOf={({ id }) => ({ to: '/accounts/$accountId', params: { accountId: id } })}
          loading={customers.isPending}
          total={customers.data && shown.length}
          empty={<NoAccounts search={search} action={newButton} />}
        />
      )}
      <OnceOpened when={add === 'customer'}>
        <NewCustomerDialog
          opened={add === 'customer'}
          onClose={closeForm}
          onAdded={({ id }) => void navigate({ to: '/accounts/$accountId', params: { accountId: id } })}
        />
      </OnceOpened>
    </Page>
  )
}

function NoAccounts({ search, action }: { search: string | undefined; action: ReactNode }) {
  const { t } = useTranslation('accounts')
  if (search) {
    return (
      <EmptyState
        icon={IconBuilding}
        title={t('empty.noMatchTitle')}
        text={t('empty.noMatchText', { search })}
      />
    )
  }
  return <EmptyState icon={IconBuilding} title={t('empty.title')} text={t('empty.text')} actions={action} />
}

function useColumns(search: string | undefined): GridColumn<Account>[] {
  const { t, i18n } = useTranslation('accounts')
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('column.name'),
        width: 280,
        cell: ({ name }) => <Marked text={name} search={search} />,
      },
      {
        id: 'country',
        header: t('column.country'),
        width: 160,
        cell: ({ country }) => countryName(country, i18n.language),
      },
      {
        id: 'language',
        header: t('column.language'),
        width: 120,
        cell: ({ language }) => languageName(language, i18n.language),
      },
      { id: 'timeZone', header: t('column.timeZone'), width: 170, cell: ({ timeZone }) => timeZone },
      {
        id: 'status',
        header: t('column.status'),
        width: 130,
        cell: ({ status }) => (
          <Badge variant="light" color={status === 'active' ? 'teal' : 'gray'}>
            {t(`status.${status}`)}
          </Badge>
        ),
      },
      {
        id: 'created',
        header: t('column.created'),
        width: 140,
        cell: ({ createdAt }) => <Time at={createdAt} />,
      },
    ],
    [t, i18n.language, search],
  )
}
