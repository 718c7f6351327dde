import { Alert, List, Text } from '@mantine/core'
import { IconCircleCheck, IconClock, IconClockOff, IconInfoCircle, IconLicense } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactNode, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { accountQuery } from '#features/accounts/web/api.ts'
import { sessionQuery } from '#features/auth/web/session.ts'
import type { GridColumn } from '#web/components/data-grid/columns.ts'
import { DataGrid } from '#web/components/data-grid/data-grid.tsx'
import { EmptyState } from '#web/components/empty-state.tsx'
import { ButtonLink, TextLink } from '#web/components/links.tsx'
import { Page } from '#web/components/page.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { StatusBadge, type StatusLook } from '#web/components/status-badge.tsx'
import type { Subscription } from '../schema.ts'
import { productsQuery, subscriptionsQuery } from './api.ts'
import { CalendarDay } from './calendar-day.tsx'

const route = getRouteApi('/_signed-in/accounts/$accountId/subscriptions')

const looks: Record<Subscription['state'], StatusLook> = {
  upcoming: { color: 'blue', icon: IconClock },
  running: { color: 'teal', icon: IconCircleCheck },
  ended: { color: 'gray', icon: IconClockOff },
}

/** Integrations and apps › Subscriptions: what the account can give to its people. */
export function SubscriptionsPage(): ReactNode {
  const { t } = useTranslation('licences')
  const { accountId } = route.useParams()
  const subscriptions = useQuery(subscriptionsQuery(accountId))
  const columns = useColumns(accountId)
  return (
    <Page title={t('subscriptions.title')} lead={t('subscriptions.lead')} fill>
      {subscriptions.data && subscriptions.data.length > 0 && <NotGiven accountId={accountId} />}
      {subscriptions.error ? (
        <ProblemAlert problem={subscriptions.error} retry={subscriptions.refetch} />
      ) : (
        <DataGrid
          label={t('subscriptions.list')}
          columns={columns}
          rows={subscriptions.data ?? []}
          rowId={({ id }) => id}
          loading={subscriptions.isPending}
          empty={<NoSubscriptions accountId={accountId} />}
        />
      )}
    </Page>
  )
}

/** Why licences are not given here at present, where they are not. */
function NotGiven({ accountId }: { accountId: string }) {
  const { t } = useTranslation('licences')
  const { data: products = [] } = useQuery(productsQuery(accountId))
  const whyNot = products.flatMap((product) => product.whyNot)
  if (products.length === 0) return null
  if (whyNot.length === 0) {
    return (
      <TextLink to="/accounts/$accountId/users" params={{ accountId }} size="sm">
        {t('subscriptions.give')}
      </TextLink>
    )
  }
  return (
    <Alert variant="light" color="blue" icon={<IconInfoCircle aria-hidden />}>
      <Text size="sm">{t('subscriptions.notGiven')}</Text>
      <List size="sm">
        {whyNot.map(({ code, message }) => (
          <List.Item key={code}>{message}</List.Item>
        ))}
      </List>
    </Alert>
  )
}

/** Whoever can order is led to where that is done. */
function NoSubscriptions({ accountId }: { accountId: string }) {
  const { t } = useTranslation('licences')
  const { data: account } = useQuery(accountQuery(accountId))
  const { data: session } = useQuery(sessionQuery)
  const home = session?.account
  const isPartners = account?.kind === 'partner'
  const orders = home?.kind === 'partner' && (
    <ButtonLink to="/accounts/$accountId/orders" params={{ accountId: home.id }}>
      {t('subscriptions.empty.orders')}
    </ButtonLink>
  )

  function text(): string {
    if (isPartners) return t('subscriptions.empty.ofPartnerAccount')
    return t(orders ? 'subscriptions.empty.ofPartner' : 'subscriptions.empty.text')
  }

  return (
    <EmptyState icon={IconLicense} title={t('subscriptions.empty.title')} text={text()} actions={orders} />
  )
}

function useColumns(accountId: string): GridColumn<Subscription>[] {
  const { t, i18n } = useTranslation(['licences', 'users', 'integrations'])
  return useMemo(() => {
    const written = (count: number) => count.toLocaleString(i18n.language)
    return [
      {
        id: 'number',
        header: t('subscriptions.column.number'),
        hint: t('subscriptions.hint.number'),
        width: 180,
        cell: ({ number }) => number,
      },
      {
        id: 'product',
        header: t('subscriptions.column.product'),
        hint: t('integrations:term.miteam-meetings'),
        width: 160,
        cell: ({ product }) => t(`users:product.${product}`),
      },
      {
        id: 'state',
        header: t('subscriptions.column.state'),
        width: 130,
        cell: ({ state }) => (
          <StatusBadge look={looks[state]}>{t(`subscriptions.state.${state}`)}</StatusBadge>
        ),
      },
      {
        id: 'quantity',
        header: t('subscriptions.column.quantity'),
        width: 100,
        align: 'end',
        cell: ({ quantity }) => written(quantity),
      },
      {
        id: 'used',
        header: t('subscriptions.column.used'),
        hint: t('subscriptions.hint.used'),
        width: 100,
        align: 'end',
        cell: ({ used, product }) =>
          used === 0 ? (
            written(used)
          ) : (
            <TextLink to="/accounts/$accountId/users" params={{ accountId }} search={{ product }}>
              {written(used)}
            </TextLink>
          ),
      },
      {
        id: 'remaining',
        header: t('subscriptions.column.remaining'),
        hint: t('subscriptions.hint.remaining'),
        width: 100,
        align: 'end',
        cell: ({ remaining }) => written(remaining),
      },
      {
        id: 'startsOn',
        header: t('subscriptions.column.startsOn'),
        width: 120,
        cell: ({ startsOn }) => <CalendarDay day={startsOn} />,
      },
      {
        id: 'endsOn',
        header: t('subscriptions.column.endsOn'),
        hint: t('subscriptions.hint.endsOn'),
        width: 120,
        cell: ({ endsOn }) => <CalendarDay day={endsOn} />,
      },
    ]
  }, [t, i18n.language, accountId])
}
