import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { GridColumn } from '#web/components/data-grid/columns.ts'
import { TextLink } from '#web/components/links.tsx'
import { Time } from '#web/components/time.tsx'
import type { Order } from '../schema.ts'
import { CalendarDay } from './calendar-day.tsx'

/** The columns of the list of orders. */
export function useOrderColumns(): GridColumn<Order>[] {
  const { t, i18n } = useTranslation(['orders', 'users', 'integrations'])
  return useMemo(
    () => [
      {
        id: 'number',
        header: t('column.number'),
        hint: t('hint.number'),
        width: 180,
        cell: ({ number }) => number,
      },
      {
        id: 'customer',
        header: t('column.customer'),
        hint: t('hint.customer'),
        width: 220,
        cell: ({ customer }) =>
          customer ? (
            <CustomerLink customer={customer} />
          ) : (
            <span className="rc-faint">{t('nobodyYet')}</span>
          ),
      },
      {
        id: 'product',
        header: t('column.product'),
        hint: t('integrations:term.miteam-meetings'),
        width: 160,
        cell: ({ product }) => t(`users:product.${product}`),
      },
      {
        id: 'quantity',
        header: t('column.quantity'),
        hint: t('hint.quantity'),
        width: 100,
        align: 'end',
        cell: ({ quantity }) => quantity.toLocaleString(i18n.language),
      },
      {
        id: 'startsOn',
        header: t('column.startsOn'),
        width: 120,
        cell: ({ startsOn }) => <CalendarDay day={startsOn} />,
      },
      {
        id: 'endsOn',
        header: t('column.endsOn'),
        hint: t('hint.endsOn'),
        width: 120,
        cell: ({ endsOn }) => <CalendarDay day={endsOn} />,
      },
      {
        id: 'created',
        header: t('column.created'),
        width: 130,
        cell: ({ createdAt, createdBy }) => (
          <Time at={createdAt} {...(createdBy ? { more: t('enteredBy', { name: createdBy }) } : {})} />
        ),
      },
    ],
    [t, i18n.language],
  )
}

/** Leads to where the order is a subscription. */
function CustomerLink({ customer }: { customer: NonNullable<Order['customer']> }) {
  return (
    <TextLink to="/accounts/$accountId/subscriptions" params={{ accountId: customer.id }} size="sm">
      {customer.name}
    </TextLink>
  )
}
