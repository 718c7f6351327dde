import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { FieldPair } from '#web/components/form/field-group.tsx'
import { FormProblems } from '#web/components/form/form-problems.tsx'
import { useRecordForm } from '#web/components/form/use-record-form.ts'
import type { Account } from '../schema.ts'
import { addCustomer, customersQuery } from './api.ts'
import { countryChoices, languageChoices, ownPlace, timeZoneChoices } from './choices.ts'

interface NewCustomerDialogProps {
  opened: boolean
  onClose: () => void
  onAdded: (account: Account) => void
}

/** Adds a customer. */
export function NewCustomerDialog({ opened, onClose, onAdded }: NewCustomerDialogProps) {
  const { t } = useTranslation('accounts')
  return (
    <Modal opened={opened} onClose={onClose} title={t('new')} size="md">
      <NewCustomerForm onClose={onClose} onAdded={onAdded} />
    </Modal>
  )
}

function NewCustomerForm({ onClose, onAdded }: Omit<NewCustomerDialogProps, 'opened'>) {
  const { t, i18n } = useTranslation('accounts')
  const queries = useQueryClient()
  const place = useMemo(ownPlace, [])
  const record = useRecordForm({
    initial: { name: '', country: place.country, language: 'en', timeZone: place.timeZone },
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
  const countries = useMemo(() => countryChoices(i18n.language), [i18n.language])
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <FormProblems record={record} labelOf={(field) => t(`field.${field as 'name'}`)} />
        <TextInput
          label={t('field.name')}
          description={t('help.name')}
          required
          data-autofocus
          {...form.getInputProps('name')}
        />
        <FieldPair>
          <Select
            label={t('field.country')}
            data={countries}
            searchable
            required
            {...form.getInputProps('country')}
          />
          <Select
            label={t('field.timeZone')}
            description={t('help.timeZone')}
            data={timeZoneChoices()}
            searchable
            limit={60}
            {...form.getInputProps('timeZone')}
          />
        </FieldPair>
        <Select
          label={t('field.language')}
          description={t('help.language')}
          data={languageChoices(i18n.language)}
          {...form.getInputProps('language')}
        />
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
