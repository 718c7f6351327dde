import { Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { FormSkeleton } from '#web/components/form/form-skeleton.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { SidePanel } from '#web/components/side-panel.tsx'
import { Problem } from '#web/lib/api/request.ts'
import { orderQuery } from './api.ts'
import { GivenTo } from './given-to.tsx'
import { OrderForm } from './order-form.tsx'

interface OrderPanelProps {
  accountId: string
  /** An order, or `new`. */
  openId: string
  /** The list shows what was given to this customer: a new order is meant for it. */
  customerId: string | undefined
  onOpen: (id: string | undefined) => void
}

/** One order beside the list, or a new one. */
export function OrderPanel({ accountId, openId, customerId, onOpen }: OrderPanelProps) {
  const { t } = useTranslation('orders')
  const close = () => onOpen(undefined)
  if (openId !== 'new') return <KnownOrder accountId={accountId} openId={openId} onClose={close} />
  return (
    <SidePanel title={t('new')} subject="new" onClose={close}>
      <OrderForm accountId={accountId} order={undefined} meantFor={customerId} onDone={close} />
    </SidePanel>
  )
}

interface KnownOrderProps extends Pick<OrderPanelProps, 'accountId' | 'openId'> {
  onClose: () => void
}

function KnownOrder({ accountId, openId, onClose }: KnownOrderProps) {
  const { t } = useTranslation('orders')
  const { data: order, error, refetch } = useQuery(orderQuery(accountId, openId))
  const isGone = error instanceof Problem && error.status === 404
  return (
    <SidePanel title={order?.number ?? t('loading')} subject={openId} onClose={onClose}>
      {isGone ? (
        <Text>{t('gone')}</Text>
      ) : error ? (
        <ProblemAlert problem={error} retry={refetch} />
      ) : order ? (
        <Stack>
          {order.customer && <GivenTo accountId={accountId} order={order} customer={order.customer} />}
          <OrderForm accountId={accountId} order={order} onDone={onClose} />
        </Stack>
      ) : (
        <FormSkeleton />
      )}
    </SidePanel>
  )
}
