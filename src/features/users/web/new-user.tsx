import { Button, Stack, Switch, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account } from '#features/accounts/schema.ts'
import { accountQuery } from '#features/accounts/web/api.ts'
import { emphasised } from '#web/components/emphasised.tsx'
import { FormActions } from '#web/components/form/form-actions.tsx'
import { FormProblems } from '#web/components/form/form-problems.tsx'
import { FormSkeleton } from '#web/components/form/form-skeleton.tsx'
import { UnsavedGuard } from '#web/components/form/unsaved-guard.tsx'
import { useRecordForm } from '#web/components/form/use-record-form.ts'
import type { User } from '../schema.ts'
import { addUser, userQuery, usersKey } from './api.ts'
import { PersonFields } from './person-fields.tsx'
import { fullName } from './person-name.ts'
import { type Alike, newPersonBody, newPersonValues } from './person-values.ts'

interface NewUserProps {
  accountId: string
  onCancel: () => void
  onCreated: (created: User) => void
}

/** Adds a person, who gets the welcome e-mail at once (UA-10 to UA-16); several, one after the other. */
export function NewUser({ accountId, onCancel, onCreated }: NewUserProps) {
  const { data: account } = useQuery(accountQuery(accountId))
  const [before, setBefore] = useState<{ created: User; alike: Alike }>()
  // What the form offers depends on the account.
  if (!account) return <FormSkeleton />
  return (
    <NewUserForm
      key={before?.created.id}
      account={account}
      alike={before?.alike}
      onCancel={onCancel}
      onCreated={onCreated}
      onAnother={(created, alike) => setBefore({ created, alike })}
    />
  )
}

interface NewUserFormProps extends Omit<NewUserProps, 'accountId'> {
  account: Account
  alike: Alike | undefined
  onAnother: (created: User, alike: Alike) => void
}

function NewUserForm({ account, alike, onCancel, onCreated, onAnother }: NewUserFormProps) {
  const { t } = useTranslation(['person', 'users'])
  const queries = useQueryClient()
  const box = useRef<HTMLFormElement>(null)
  const another = useRef(false)
  const record = useRecordForm({
    initial: newPersonValues(alike),
    loadSchema: async () => (await import('../schema.ts')).NewUser,
    bodyOf: newPersonBody,
    save: (body) => addUser(account.id, body),
    onSaved: (created) => {
      const message = t('created', { name: fullName(created), email: created.email })
      notifications.show({ color: 'teal', message })
      queries.setQueryData(userQuery(account.id, created.id).queryKey, created)
      void queries.invalidateQueries({ queryKey: usersKey(account.id) })
      const { locationId, language } = record.form.getValues()
      if (another.current) onAnother(created, { locationId, language })
      else onCreated(created)
    },
  })
  const { form, saving, submit, submitNow } = record

  useEffect(() => box.current?.querySelector('input')?.focus(), [])

  return (
    <form
      ref={box}
      noValidate
      onSubmit={(event) => {
        another.current = false
        void submit(event)
      }}
    >
      <UnsavedGuard isDirty={() => form.isDirty()} />
      <Stack gap="lg">
        <FormProblems record={record} labelOf={(field) => t(`users:field.${field as 'email'}`)} />
        <PersonFields
          account={account}
          form={form}
          user={undefined}
          role={
            <Switch
              label={t('field.admin')}
              description={t('help.admin')}
              checked={form.values.role === 'admin'}
              onChange={(event) => form.setFieldValue('role', event.currentTarget.checked ? 'admin' : 'user')}
            />
          }
        />
        <Text size="sm" c="dimmed">
          {emphasised(t('welcome.onCreate'))}
        </Text>
        <FormActions
          aside={
            <Button
              variant="subtle"
              disabled={saving}
              onClick={() => {
                another.current = true
                void submitNow()
              }}
            >
              {t('createAnother')}
            </Button>
          }
        >
          <Button variant="default" onClick={onCancel}>
            {t('cancel', { ns: 'common' })}
          </Button>
          <Button type="submit" loading={saving}>
            {t('create')}
          </Button>
        </FormActions>
      </Stack>
    </form>
  )
}
