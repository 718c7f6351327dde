import { Button, Group, Modal, Stack } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormProblems } from '#web/components/form/form-problems.tsx'
import { useRecordForm } from '#web/components/form/use-record-form.ts'
import type { Account } from '../schema.ts'
import { AccountFields, type AccountValues } from './account-fields.tsx'
import { addCustomer, customersQuery } from './api.ts'
import { ownPlace } from './choices.ts'

interface NewCustomerDialogProps {
  opened: boolean
  onClose: () => void
  onAdded: (account: Account) => void
}

/** Adds a customer. */
export function NewCustomerDialog({ opened, onClose, onAdded }: NewCustomerDialogProps) {
  const { t } = useTranslation('accounts')
  const [isDirty, setDirty] = useState(false)
  return (
    // What was typed goes only by a button that says so, not by a stray key or press beside the dialog.
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('new')}
      size="md"
      closeOnEscape={!isDirty}
      closeOnClickOutside={!isDirty}
    >
      <NewCustomerForm onClose={onClose} onAdded={onAdded} onDirty={setDirty} />
    </Modal>
  )
}

type NewCustomerFormProps = Omit<NewCustomerDialogProps, 'opened'> & { onDirty: (isDirty: boolean) => void }

function NewCustomerForm({ onClose, onAdded, onDirty }: NewCustomerFormProps) {
  const { t } = useTranslation('accounts')
  const queries = useQueryClient()
  const place = useMemo(ownPlace, [])
  const initial: AccountValues = { name: '', language: 'en', ...place }
  const record = useRecordForm({
    initial,
    loadSchema: async () => (await import('../schema.ts')).NewAccount,
    bodyOf: (values) => ({ kind: 'customer', ...values, country: values.country ?? '' }),
    save: addCustomer,
    onSaved: (account) => {
      queries.setQueryData(
        customersQuery.queryKey,
        (known) => known && [...known, account].sort((one, other) => one.name.localeCompare(other.name)),
      )
      void queries.invalidateQueries({ queryKey: customersQuery.queryKey, exact: true })
      notifications.show({ color: 'teal', message: t('created', { name: account.name }) })
      onAdded(account)
    },
  })
  const { form, saving, submit } = record
  const isDirty = form.isDirty()
  useEffect(() => onDirty(isDirty), [isDirty, onDirty])
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <FormProblems record={record} labelOf={(field) => t(`field.${field as 'name'}`)} />
        <AccountFields form={form} timeZone={place.timeZone} />
        <Group justify="flex-end" gap="xs" mt="xs">
          <Button variant="default" onClick={onClose}>
            {t('cancel', { ns: 'common' })}
          </Button>
          <Button type="submit" loading={saving}>
            {t('submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
