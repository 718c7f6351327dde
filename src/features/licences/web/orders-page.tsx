import { Button, Group } from '@mantine/core'
import { IconPlus, IconShoppingCart } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactNode, Suspense, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { accountQuery, customersQuery } from '#features/accounts/web/api.ts'
import { DataGrid } from '#web/components/data-grid/data-grid.tsx'
import { EmptyState } from '#web/components/empty-state.tsx'
import { ButtonLink } from '#web/components/links.tsx'
import { Page } from '#web/components/page.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { SearchSelect } from '#web/components/search-select.tsx'
import { WithPanel } from '#web/components/with-panel.tsx'
import { lazy } from '#web/lib/lazy.ts'
import { orderPagesQuery } from './api.ts'
import { useOrderColumns } from './order-columns.tsx'

// The form and its rules: the list need not wait for them.
const OrderPanel = lazy(async () => ({ default: (await import('./order-panel.tsx')).OrderPanel }))
const route = getRouteApi('/_signed-in/accounts/$accountId/orders')

/** Integrations and apps › Orders: what the partner has bought, and one order beside the list. */
export function OrdersPage(): ReactNode {
  const { t } = useTranslation('orders')
  const { accountId } = route.useParams()
  const { data: account } = useQuery(accountQuery(accountId))
  if (account !== undefined && account.kind !== 'partner') {
    return (
      <Page title={t('title')}>
        <EmptyState
          icon={IconShoppingCart}
          title={t('title')}
          text={t('notPartner')}
          actions={
            <ButtonLink to="/accounts/$accountId/subscriptions" params={{ accountId }}>
              {t('subscriptions.title', { ns: 'licences' })}
            </ButtonLink>
          }
        />
      </Page>
    )
  }
  return <Orders accountId={accountId} />
}

function Orders({ accountId }: { accountId: string }) {
  const { t } = useTranslation('orders')
  const { customerId, open } = route.useSearch()
  const navigate = route.useNavigate()
  const list = useInfiniteQuery({
    ...orderPagesQuery(accountId, customerId),
    placeholderData: keepPreviousData,
  })
  const rows = useMemo(() => list.data?.pages.flatMap(({ items }) => items) ?? [], [list.data])
  const columns = useOrderColumns()
  const show = (id: string | undefined) => void navigate({ search: (now) => ({ ...now, open: id }) })
  const narrow = (id: string | undefined) =>
    void navigate({ search: (now) => ({ ...now, customerId: id }), replace: true })
  const newButton = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => show('new')}>
      {t('new')}
    </Button>
  )
  return (
    <Page title={t('title')} lead={t('lead')} actions={newButton} fill>
      <Group>
        <CustomerFilter customerId={customerId} onChange={narrow} />
      </Group>
      <WithPanel
        panel={
          open && (
            <Suspense>
              <OrderPanel
                key={open}
                accountId={accountId}
                openId={open}
                customerId={customerId}
                onOpen={show}
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
            rowKeys={{ e: ({ id }) => show(id) }}
            loading={list.isPending}
            more={{ has: list.hasNextPage, fetching: list.isFetchingNextPage, fetch: list.fetchNextPage }}
            empty={
              customerId === undefined ? (
                <EmptyState
                  icon={IconShoppingCart}
                  title={t('empty.title')}
                  text={t('empty.text')}
                  actions={newButton}
                />
              ) : (
                <EmptyState
                  icon={IconShoppingCart}
                  title={t('empty.noneTitle')}
                  text={t('empty.noneText')}
                  actions={
                    <Button variant="default" onClick={() => narrow(undefined)}>
                      {t('empty.showAll')}
                    </Button>
                  }
                />
              )
            }
          />
        )}
      </WithPanel>
    </Page>
  )
}

interface CustomerFilterProps {
  customerId: string | undefined
  onChange: (customerId: string | undefined) => void
}

/** Narrows the list to what was given to one customer. */
function CustomerFilter({ customerId, onChange }: CustomerFilterProps) {
  const { t } = useTranslation('orders')
  const { data: customers = [] } = useQuery(customersQuery)
  return (
    <SearchSelect
      label={t('ofCustomer')}
      data={[
        { value: '', label: t('allCustomers') },
        ...customers.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      value={customerId ?? ''}
      onChange={(id) => onChange(id || undefined)}
      nothingFoundMessage={t('noSuchCustomer')}
    />
  )
}
