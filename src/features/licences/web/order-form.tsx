import { Button, Stack, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconTrash } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { customersQuery } from '#features/accounts/web/api.ts'
import { ActionButton } from '#web/components/action-button.tsx'
import { FactList } from '#web/components/fact-list.tsx'
import { FieldPair } from '#web/components/form/field-group.tsx'
import { FormActions } from '#web/components/form/form-actions.tsx'
import { FormProblems } from '#web/components/form/form-problems.tsx'
import { UnsavedGuard } from '#web/components/form/unsaved-guard.tsx'
import { useRecordForm } from '#web/components/form/use-record-form.ts'
import { useSteady } from '#web/components/form/use-steady.ts'
import { OnceOpened } from '#web/components/once-opened.tsx'
import { SearchSelect } from '#web/components/search-select.tsx'
import { Problem } from '#web/lib/api/request.ts'
import { lazy } from '#web/lib/lazy.ts'
import type { NewOrder, Order, OrderChanges } from '../schema.ts'
import { addOrder, changeOrder, deleteOrder, licencesKey, ordersKey } from './api.ts'
import { useUsed } from './given-to.tsx'
import { bodyOf, type OrderValues, valuesOf } from './order-values.ts'

const ConfirmDialog = lazy(async () => ({
  default: (await import('#web/components/confirm-dialog.tsx')).ConfirmDialog,
}))

interface OrderFormProps {
  accountId: string
  /** undefined: a new one. */
  order: Order | undefined
  /** Whom a new one is meant for. */
  meantFor?: string | undefined
  onDone: () => void
}

/** What is to be known of an order, and whom it is given to. */
export function OrderForm(props: OrderFormProps) {
  const steady = useSteady(props.order)
  return <FilledForm {...props} key={steady.key} order={steady.row} steady={steady} />
}

function FilledForm(props: OrderFormProps & { steady: ReturnType<typeof useSteady<Order>> }) {
  const { accountId, order, meantFor, steady, onDone } = props
  const { t } = useTranslation(['orders', 'users', 'integrations'])
  const queries = useQueryClient()
  const box = useRef<HTMLFormElement>(null)
  const [ending, setEnding] = useState<{ count: number; changes: OrderChanges }>()
  const [asking, setAsking] = useState(false)
  const reload = () => queries.invalidateQueries({ queryKey: ordersKey(accountId) })
  const record = useRecordForm<OrderValues, NewOrder, Order>({
    steady,
    initial: valuesOf(order, meantFor),
    loadSchema: async () => (await import('../schema.ts')).NewOrder,
    bodyOf,
    onlyChanges: order !== undefined,
    save: ({ product, ...body }) => (order ? change(order, body) : addOrder(accountId, { product, ...body })),
    onSaved: told,
  })
  const { form, saving, submit } = record

  useEffect(() => box.current?.querySelector('input')?.focus(), [])

  /** UA-71: that people lose their licence is asked with their number, also where the number has changed since. */
  async function change(before: Order, changes: OrderChanges): Promise<Order> {
    try {
      return await changeOrder(accountId, before, changes)
    } catch (error) {
      if (error instanceof Problem && error.code === 'licences.would-end') {
        setEnding({ count: Number(error.members.count), changes })
        setAsking(true)
      }
      throw error
    }
  }

  async function told({ number, customer }: Order) {
    notifications.show({ color: 'teal', message: t('saved', { number }) })
    if (customer) void queries.invalidateQueries({ queryKey: licencesKey(customer.id) })
    await reload()
    onDone()
  }

  async function reloadNewest() {
    await reload()
    steady.renew()
  }

  return (
    <form ref={box} onSubmit={submit} noValidate>
      <UnsavedGuard isDirty={() => form.isDirty()} />
      <Stack>
        <FormProblems
          record={record}
          labelOf={(field) => t(`field.${field as 'number'}`)}
          onReload={reloadNewest}
        />
        <FactList
          facts={[
            {
              name: t('field.product'),
              value: t(`users:product.${form.values.product}`),
              help: t(`integrations:term.${form.values.product}`),
            },
          ]}
        />
        <TextInput
          required
          label={t('field.number')}
          description={t('help.number')}
          autoComplete="off"
          {...form.getInputProps('number')}
        />
        <Quantity order={order} input={form.getInputProps('quantity')} />
        <FieldPair>
          <TextInput type="date" required label={t('field.startsOn')} {...form.getInputProps('startsOn')} />
          <TextInput
            type="date"
            label={t('field.endsOn')}
            description={t('help.endsOn')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            {...form.getInputProps('endsOn')}
          />
        </FieldPair>
        {!order?.customer && <GiveTo input={form.getInputProps('customerId')} />}
        <FormActions aside={order && <DeleteOrder accountId={accountId} order={order} onDeleted={onDone} />}>
          <Button variant="default" onClick={onDone}>
            {t('cancel', { ns: 'common' })}
          </Button>
          <Button type="submit" loading={saving}>
            {t('save', { ns: 'common' })}
          </Button>
        </FormActions>
      </Stack>
      <OnceOpened when={asking}>
        {order && ending && (
          <ConfirmDialog
            opened={asking}
            title={t('ending.title', { count: ending.count })}
            submit={t('ending.submit')}
            act={async () => {
              const saved = await change(order, { ...ending.changes, expectedCount: ending.count })
              form.resetDirty()
              await told(saved)
            }}
            onDone={() => undefined}
            onClose={() => setAsking(false)}
          >
            {t('ending.text', {
              count: ending.count,
              number: order.number,
              customer: order.customer?.name ?? '',
            })}
          </ConfirmDialog>
        )}
      </OnceOpened>
    </form>
  )
}

type InputProps = ReturnType<
  ReturnType<typeof useRecordForm<OrderValues, NewOrder, Order>>['form']['getInputProps']
>

function Quantity({ order, input }: { order: Order | undefined; input: InputProps }) {
  const { t } = useTranslation('orders')
  return (
    <TextInput
      required
      inputMode="numeric"
      label={t('field.quantity')}
      {...(order?.customer ? { description: <UsedAlready order={order} /> } : {})}
      {...input}
    />
  )
}

function UsedAlready({ order }: { order: Order }) {
  const { t } = useTranslation('orders')
  const used = useUsed(order)
  return used ? t('help.quantityUsed', { count: used }) : null
}

/** The customer who gets it, found by typing. */
function GiveTo({ input: { value, ...input } }: { input: InputProps }) {
  const { t } = useTranslation('orders')
  const { data: customers = [] } = useQuery(customersQuery)
  const active = customers.filter(({ status }) => status === 'active')
  return (
    <SearchSelect
      label={t('field.customerId')}
      description={t('help.customerId')}
      data={[
        { value: '', label: t('nobodyYet') },
        ...active.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      nothingFoundMessage={t('noSuchCustomer')}
      {...input}
      value={String(value ?? '')}
    />
  )
}

/** Deletes an order that nobody has. */
function DeleteOrder(props: { accountId: string; order: Order; onDeleted: () => void }) {
  const { accountId, order, onDeleted } = props
  const { t } = useTranslation('orders')
  const queries = useQueryClient()
  const [asking, setAsking] = useState(false)
  const { number, quantity } = order
  return (
    <>
      <ActionButton
        variant="subtle"
        color="red"
        leftSection={<IconTrash size={16} aria-hidden />}
        because={order.customer ? t('delete.given') : undefined}
        onClick={() => setAsking(true)}
      >
        {t('delete.open')}
      </ActionButton>
      <OnceOpened when={asking}>
        <ConfirmDialog
          opened={asking}
          title={t('delete.title', { number })}
          submit={t('delete.open')}
          act={() => deleteOrder(accountId, order)}
          onDone={async () => {
            notifications.show({ color: 'teal', message: t('deleted', { number }) })
            onDeleted()
            await queries.invalidateQueries({ queryKey: [...ordersKey(accountId), 'list'] })
          }}
          onClose={() => setAsking(false)}
        >
          {t('delete.text', { quantity })}
        </ConfirmDialog>
      </OnceOpened>
    </>
  )
}
