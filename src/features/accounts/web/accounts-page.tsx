import { ActionIcon, Button, Group } from '@mantine/core'
import { IconBan, IconBuilding, IconCircleCheck, IconPlus, IconSettings } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { type ReactNode, Suspense, useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { GridColumn } from '#web/components/data-grid/columns.ts'
import { DataGrid } from '#web/components/data-grid/data-grid.tsx'
import { EmptyState } from '#web/components/empty-state.tsx'
import { FormSkeleton } from '#web/components/form/form-skeleton.tsx'
import { Marked } from '#web/components/marked.tsx'
import { OnceOpened } from '#web/components/once-opened.tsx'
import { Page } from '#web/components/page.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { SearchBox } from '#web/components/search-box.tsx'
import { SidePanel } from '#web/components/side-panel.tsx'
import { StatusBadge, type StatusLook } from '#web/components/status-badge.tsx'
import { Time } from '#web/components/time.tsx'
import { WithPanel } from '#web/components/with-panel.tsx'
import { lazy } from '#web/lib/lazy.ts'
import type { Account } from '../schema.ts'
import { customersQuery } from './api.ts'
import { countryName, languageName } from './choices.ts'
import { findAccounts } from './find-accounts.ts'

const AccountForm = lazy(async () => ({ default: (await import('./account-form.tsx')).AccountForm }))
const NewCustomerDialog = lazy(async () => ({
  default: (await import('./new-customer-dialog.tsx')).NewCustomerDialog,
}))
const active: StatusLook = { color: 'teal', icon: IconCircleCheck }
const deactivated: StatusLook = { color: 'gray', icon: IconBan }
const route = getRouteApi('/_signed-in/accounts')

/** The customers of a partner (UA-1): search one, open it, add one, change the settings of one beside the list. */
export function AccountsPage({ partner }: { partner: string }): ReactNode {
  const { t } = useTranslation('accounts')
  const { search, add, edit } = route.useSearch()
  const navigate = useNavigate({ from: '/accounts' })
  const customers = useQuery(customersQuery)
  const shown = findAccounts(customers.data ?? [], search)
  const openForm = () => void navigate({ search: (now) => ({ ...now, add: 'customer' as const }) })
  const closeForm = () => void navigate({ search: (now) => ({ ...now, add: undefined }) })
  const edited = customers.data?.find(({ id }) => id === edit)
  const showSettings = useCallback(
    (id: string | undefined) => void navigate({ search: (now) => ({ ...now, edit: id }) }),
    [navigate],
  )
  const columns = useColumns(search, showSettings)
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
      <WithPanel
        panel={
          edited && (
            <SidePanel
              title={t('settings.of', { name: edited.name })}
              subject={edited.id}
              onClose={() => showSettings(undefined)}
            >
              <Suspense fallback={<FormSkeleton />}>
                <AccountForm
                  key={edited.id}
                  account={edited}
                  focus
                  onCancel={() => showSettings(undefined)}
                  onSaved={() => showSettings(undefined)}
                />
              </Suspense>
            </SidePanel>
          )
        }
      >
        {customers.error ? (
          <ProblemAlert problem={customers.error} retry={customers.refetch} />
        ) : (
          <DataGrid
            label={t('list')}
            columns={columns}
            rows={shown}
            rowId={(account) => account.id}
            openId={edit}
            linkOf={({ id }) => ({ to: '/accounts/$accountId', params: { accountId: id } })}
            rowKeys={{ e: ({ id }) => showSettings(id) }}
            loading={customers.isPending}
            total={customers.data && shown.length}
            empty={<NoAccounts search={search} action={newButton} />}
          />
        )}
      </WithPanel>
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

function useColumns(search: string | undefined, showSettings: (id: string) => void): GridColumn<Account>[] {
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
        // Beside the name: on a phone the other columns are off the screen.
        id: 'settings',
        header: t('column.settings'),
        width: 90,
        cell: ({ id, name }) => (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('settings.of', { name })}
            onClick={() => showSettings(id)}
          >
            <IconSettings size={18} stroke={1.7} aria-hidden />
          </ActionIcon>
        ),
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
          <StatusBadge look={status === 'active' ? active : deactivated}>{t(`status.${status}`)}</StatusBadge>
        ),
      },
      {
        id: 'created',
        header: t('column.created'),
        width: 140,
        cell: ({ createdAt }) => <Time at={createdAt} />,
      },
    ],
    [t, i18n.language, search, showSettings],
  )
}
