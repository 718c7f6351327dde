import { Button, Group, Modal, Stack } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconPlus } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormProblems } from '#web/components/form/form-problems.tsx'
import { useRecordForm } from '#web/components/form/use-record-form.ts'
import type { Account, NewAccount } from '../schema.ts'
import { AccountDetailFields, AccountFields } from './account-fields.tsx'
import { type AccountValues, accountBody, detailValues } from './account-values.ts'
import { customersQuery } from './api.ts'
import { ownPlace } from './choices.ts'
import { addCustomer, refetchAccounts } from './customers-api.ts'

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
  const [more, setMore] = useState(false)
  const initial: AccountValues = { name: '', language: 'en', ...place, ...detailValues() }
  const record = useRecordForm<AccountValues, NewAccount, Account>({
    initial,
    loadSchema: async () => (await import('../schema.ts')).NewAccount,
    bodyOf: (values) => ({ kind: 'customer', ...accountBody(values), country: values.country ?? '' }),
    save: addCustomer,
    onSaved: (account) => {
      queries.setQueryData(
        customersQuery.queryKey,
        (known) => known && [...known, account].sort((one, other) => one.name.localeCompare(other.name)),
      )
      void refetchAccounts(queries)
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
        {more ? (
          <AccountDetailFields form={form} />
        ) : (
          <Button
            variant="subtle"
            size="compact-sm"
            style={{ alignSelf: 'flex-start' }}
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => setMore(true)}
          >
            {t('moreFields')}
          </Button>
        )}
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
