import { Button, Group, Tabs, Text } from '@mantine/core'
import { IconBuilding, IconPlus } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { type ReactNode, Suspense, useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { DataGrid } from '#web/components/data-grid/data-grid.tsx'
import { EmptyState } from '#web/components/empty-state.tsx'
import { FilterTabs } from '#web/components/filter-tabs.tsx'
import { FormSkeleton } from '#web/components/form/form-skeleton.tsx'
import { OnceOpened } from '#web/components/once-opened.tsx'
import { Page } from '#web/components/page.tsx'
import classes from '#web/components/page-tabs.module.css'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { SearchBox } from '#web/components/search-box.tsx'
import { SidePanel } from '#web/components/side-panel.tsx'
import { Time } from '#web/components/time.tsx'
import { WithPanel } from '#web/components/with-panel.tsx'
import { lazy } from '#web/lib/lazy.ts'
import type { AccountFilter, CustomerAccount } from '../schema.ts'
import { accountQuery } from './api.ts'
import { useCustomerColumns } from './columns.tsx'
import { customerCountQuery, customerPagesQuery } from './customers-api.ts'
import { isOpenToPartner } from './partner-access-values.ts'
import type { AccountsSearch } from './search.ts'

const AccountForm = lazy(async () => ({ default: (await import('./account-form.tsx')).AccountForm }))
const NewCustomerDialog = lazy(async () => ({
  default: (await import('./new-customer-dialog.tsx')).NewCustomerDialog,
}))
const route = getRouteApi('/_signed-in/accounts')

interface AccountsPageProps {
  /** The name of the partner. */
  partner: string
  /** The people of all customers, for the second tab: people are the matter of a slice above this one. */
  people: ReactNode
}

/** Accounts: the customers of a partner with what is to be known of each (UA-1), and the people of all of them (UA-6). */
export function AccountsPage({ partner, people }: AccountsPageProps): ReactNode {
  const { t } = useTranslation('accounts')
  const { search, add, tab = 'customers' } = route.useSearch()
  const navigate = useNavigate({ from: '/accounts' })
  const change = useCallback(
    (part: Partial<AccountsSearch>, replace = false) =>
      void navigate({ search: (now) => ({ ...now, ...part }), replace }),
    [navigate],
  )
  const newButton = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => change({ add: 'customer' })}>
      {t('new')}
    </Button>
  )
  const searchBox = (label: string) => (
    <SearchBox label={label} value={search} onSearch={(text) => change({ search: text }, true)} />
  )
  return (
    <Page title={t('title')} lead={t('lead', { partner })} actions={newButton} fill>
      <Tabs
        value={tab}
        onChange={(next) => void navigate({ search: { tab: next === 'people' ? 'people' : undefined } })}
        keepMounted={false}
        className={classes.tabs}
      >
        <Tabs.List aria-label={t('tabs')}>
          <Tabs.Tab value="customers">{t('tab.customers')}</Tabs.Tab>
          <Tabs.Tab value="people">{t('tab.people')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="customers" className={classes.panel}>
          <Customers searchBox={searchBox(t('search'))} change={change} newButton={newButton} />
        </Tabs.Panel>
        <Tabs.Panel value="people" className={classes.panel}>
          <Group>{searchBox(t('searchPeople'))}</Group>
          {people}
        </Tabs.Panel>
      </Tabs>
      <OnceOpened when={add === 'customer'}>
        <NewCustomerDialog
          opened={add === 'customer'}
          onClose={() => change({ add: undefined })}
          onAdded={({ id }) => void navigate({ to: '/accounts/$accountId', params: { accountId: id } })}
        />
      </OnceOpened>
    </Page>
  )
}

interface CustomersProps {
  searchBox: ReactNode
  change: (part: Partial<AccountsSearch>, replace?: boolean) => void
  newButton: ReactNode
}

function Customers({ searchBox, change, newButton }: CustomersProps) {
  const { t } = useTranslation('accounts')
  const { search, status, sort = 'name', edit } = route.useSearch()
  const filter = { search, status }
  const list = useInfiniteQuery({
    ...customerPagesQuery(filter, sort),
    placeholderData: keepPreviousData,
    // Figures that are not fresh are being counted because they were asked for: a moment later they are there.
    refetchInterval: ({ state: { data } }) =>
      data && data.pages.length <= 3 && data.pages.some(({ items }) => items.some(isBeingCounted))
        ? 2_000
        : false,
  })
  const { data: total } = useQuery(customerCountQuery(filter))
  const rows = useMemo(() => list.data?.pages.flatMap(({ items }) => items) ?? [], [list.data])
  const showSettings = useCallback((id: string | undefined) => change({ edit: id }), [change])
  const columns = useCustomerColumns(search, showSettings)
  return (
    <>
      <Group justify="space-between" gap="xs">
        <Group gap="xs">
          {searchBox}
          <StatusTabs search={search} status={status} onChange={(next) => change({ status: next }, true)} />
        </Group>
        <CountedWhen rows={rows} loading={list.isPending} />
      </Group>
      <WithPanel panel={edit && <SettingsPanel accountId={edit} onClose={() => showSettings(undefined)} />}>
        {list.error && rows.length === 0 ? (
          <ProblemAlert problem={list.error} retry={list.refetch} />
        ) : (
          <DataGrid
            label={t('list')}
            columns={columns}
            rows={rows}
            rowId={({ id }) => id}
            openId={edit}
            // In a deactivated customer there is nothing to be seen.
            linkOf={({ id, status }) =>
              status === 'active'
                ? { to: '/accounts/$accountId', params: { accountId: id } }
                : { to: '.', search: (now: object) => ({ ...now, edit: id }) }
            }
            sort={sort}
            onSort={(next) => change({ sort: next as NonNullable<AccountsSearch['sort']> }, true)}
            rowKeys={{ e: ({ id }) => showSettings(id) }}
            loading={list.isPending}
            total={total}
            more={{ has: list.hasNextPage, fetching: list.isFetchingNextPage, fetch: list.fetchNextPage }}
            empty={<NoAccounts narrowed={search !== undefined || status !== undefined} action={newButton} />}
          />
        )}
      </WithPanel>
    </>
  )
}

/** Whether its figures are missing or were counted a while ago, so that newer ones are on their way. */
function isBeingCounted({ figures, partnerAccess }: CustomerAccount): boolean {
  if (!isOpenToPartner(partnerAccess)) return false
  return !figures || Date.now() - Date.parse(figures.countedAt) > 60_000
}

interface StatusTabsProps extends Pick<AccountFilter, 'search' | 'status'> {
  onChange: (status: AccountFilter['status']) => void
}

function StatusTabs({ search, status, onChange }: StatusTabsProps) {
  const { t } = useTranslation('accounts')
  const { data: all } = useQuery(customerCountQuery({ search }))
  const { data: active } = useQuery(customerCountQuery({ search, status: 'active' }))
  const deactivated = all === undefined || active === undefined ? undefined : all - active
  return (
    <FilterTabs
      label={t('filter.status')}
      value={status}
      all={{ label: t('filter.all'), count: all }}
      choices={[
        { value: 'active', label: t('status.active'), count: active },
        { value: 'deactivated', label: t('status.deactivated'), count: deactivated },
      ]}
      onChange={onChange}
    />
  )
}

/** How old the oldest of the figures are. Something is said from the beginning, because on a phone it is a line of its own. */
function CountedWhen({ rows, loading }: { rows: CustomerAccount[]; loading: boolean }) {
  const { t } = useTranslation('accounts')
  const moments = rows.flatMap(({ figures }) => (figures ? [figures.countedAt] : [])).toSorted()
  const [oldest] = moments
  return (
    <Text size="sm" c="dimmed">
      {oldest ? (
        <>
          {t('counted')} <Time at={oldest} />
        </>
      ) : (
        (loading || rows.some(isBeingCounted)) && t('counting')
      )}
    </Text>
  )
}

function SettingsPanel({ accountId, onClose }: { accountId: string; onClose: () => void }) {
  const { t } = useTranslation('accounts')
  const { data: account, error, refetch } = useQuery(accountQuery(accountId))
  return (
    <SidePanel
      title={account ? t('settings.of', { name: account.name }) : t('settings.title')}
      subject={accountId}
      onClose={onClose}
    >
      {error ? (
        <ProblemAlert problem={error} retry={refetch} />
      ) : account ? (
        <Suspense fallback={<FormSkeleton />}>
          <AccountForm
            key={accountId}
            account={account}
            byPartner
            focus
            onCancel={onClose}
            onSaved={onClose}
          />
        </Suspense>
      ) : (
        <FormSkeleton />
      )}
    </SidePanel>
  )
}

function NoAccounts({ narrowed, action }: { narrowed: boolean; action: ReactNode }) {
  const { t } = useTranslation('accounts')
  if (narrowed)
    return <EmptyState icon={IconBuilding} title={t('empty.noMatchTitle')} text={t('empty.noMatchText')} />
  return <EmptyState icon={IconBuilding} title={t('empty.title')} text={t('empty.text')} actions={action} />
}
