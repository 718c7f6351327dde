import { Group, Paper, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconArrowBackUp } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '#web/components/action-button.tsx'
import { TextLink } from '#web/components/links.tsx'
import { OnceOpened } from '#web/components/once-opened.tsx'
import { lazy } from '#web/lib/lazy.ts'
import { dayOf } from '#web/lib/times.ts'
import type { Order } from '../schema.ts'
import { changeOrder, licencesKey, ordersKey, subscriptionsQuery } from './api.ts'

const ConfirmDialog = lazy(async () => ({
  default: (await import('#web/components/confirm-dialog.tsx')).ConfirmDialog,
}))

interface GivenToProps {
  accountId: string
  order: Order
  customer: NonNullable<Order['customer']>
}

/** Which customer has the order, how much of it is in use there, and the way back. */
export function GivenTo({ accountId, order, customer }: GivenToProps) {
  const { t, i18n } = useTranslation('orders')
  const queries = useQueryClient()
  const [asking, setAsking] = useState(false)
  const used = useUsed(order)
  const { number, quantity, assignedAt } = order
  const { name } = customer
  return (
    <Paper withBorder p="sm" component="section" aria-label={t('given.title')}>
      <Stack gap="xs" align="flex-start">
        <Text size="sm">
          {t('given.title')}{' '}
          <strong>
            <bdi>{name}</bdi>
          </strong>{' '}
          {assignedAt !== null && t('given.on', { day: dayOf(new Date(assignedAt), i18n.language) })}
        </Text>
        {used !== undefined && <Text size="sm">{t('given.used', { used, quantity })}</Text>}
        <Group gap="sm">
          <ActionButton
            size="xs"
            variant="default"
            leftSection={<IconArrowBackUp size={15} aria-hidden />}
            because={used ? t('given.inUse', { count: used, name }) : undefined}
            onClick={() => setAsking(true)}
          >
            {t('given.takeBack')}
          </ActionButton>
          <TextLink to="/accounts/$accountId/subscriptions" params={{ accountId: customer.id }} size="sm">
            {t('given.subscriptions', { name })}
          </TextLink>
        </Group>
      </Stack>
      <OnceOpened when={asking}>
        <ConfirmDialog
          opened={asking}
          title={t('given.dialogTitle', { number })}
          submit={t('given.takeBack')}
          act={() => changeOrder(accountId, order, { customerId: null })}
          onDone={async () => {
            notifications.show({ color: 'teal', message: t('takenBack', { number, customer: name }) })
            await Promise.all([
              queries.invalidateQueries({ queryKey: ordersKey(accountId) }),
              queries.invalidateQueries({ queryKey: licencesKey(customer.id) }),
            ])
          }}
          onClose={() => setAsking(false)}
        >
          {t('given.dialogText', { name, quantity })}
        </ConfirmDialog>
      </OnceOpened>
    </Paper>
  )
}

/** How many licences of the order people hold; undefined where the customer does not let its partner see that, or it is not known yet. */
export function useUsed({ id, customer }: Order): number | undefined {
  const { data: subscriptions } = useQuery({
    ...subscriptionsQuery(customer?.id ?? ''),
    enabled: customer !== null,
    retry: false,
  })
  return subscriptions?.find((subscription) => subscription.id === id)?.used
}
