import { Button, NativeSelect, Stack } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account } from '#features/accounts/schema.ts'
import { FormActions } from '#web/components/form/form-actions.tsx'
import { FormProblems } from '#web/components/form/form-problems.tsx'
import { UnsavedGuard } from '#web/components/form/unsaved-guard.tsx'
import { useRecordForm } from '#web/components/form/use-record-form.ts'
import { useSteady } from '#web/components/form/use-steady.ts'
import type { User } from '../schema.ts'
import { changeUser, userQuery, usersKey } from './api.ts'
import { DeleteUser } from './delete-user.tsx'
import { PersonAccess } from './person-access.tsx'
import { PersonFields } from './person-fields.tsx'
import { fullName } from './person-name.ts'
import { changedPersonBody, personValues } from './person-values.ts'
import { useWhyHere } from './why-here.ts'

interface UserFormProps {
  account: Account
  user: User
  /** The first field takes the focus. */
  focus: boolean
  onCancel: () => void
  onDeleted: () => void
}

/** Changes a person (UA-40, UA-60), lets them in or not, and deletes them (UA-80). */
export function UserForm(props: UserFormProps) {
  const steady = useSteady(props.user)
  return <FilledForm {...props} key={steady.key} user={steady.row ?? props.user} steady={steady} />
}

interface FilledFormProps extends UserFormProps {
  steady: ReturnType<typeof useSteady<User>>
}

function FilledForm({ account, user, steady, focus, onCancel, onDeleted }: FilledFormProps) {
  const { t } = useTranslation(['person', 'users'])
  const queries = useQueryClient()
  const box = useRef<HTMLFormElement>(null)
  const record = useRecordForm({
    steady,
    initial: personValues(user),
    loadSchema: async () => (await import('../schema.ts')).UserChanges,
    bodyOf: (values) => changedPersonBody(values, user.owners),
    onlyChanges: true,
    save: (changes) => changeUser(account.id, user, changes),
    onSaved: (saved) => {
      notifications.show({ color: 'teal', message: t('saved', { name: fullName(saved) }) })
      queries.setQueryData(userQuery(account.id, saved.id).queryKey, saved)
      void queries.invalidateQueries({ queryKey: usersKey(account.id) })
    },
  })
  const { form, saving, submit } = record
  const whyHere = useWhyHere(account.id, user)

  useEffect(() => {
    // Not where going to it opens a list over what is to be read.
    if (focus) box.current?.querySelector<HTMLElement>('select, input:not([role=combobox])')?.focus()
  }, [focus])

  async function reload() {
    await queries.invalidateQueries({ queryKey: usersKey(account.id) })
    steady.renew()
  }

  return (
    <form ref={box} onSubmit={submit} noValidate>
      <UnsavedGuard isDirty={() => form.isDirty()} />
      <Stack gap="lg">
        <FormProblems
          record={record}
          labelOf={(field) => t(`users:field.${field as 'email'}`)}
          onReload={reload}
        />
        <PersonFields
          account={account}
          form={form}
          user={user}
          role={
            <NativeSelect
              label={t('users:field.role')}
              description={t('help.admin')}
              data={(['user', 'admin'] as const).map((value) => ({ value, label: t(`users:role.${value}`) }))}
              {...form.getInputProps('role')}
            />
          }
        />
        <PersonAccess accountId={account.id} user={user} unsaved={form.isDirty()} whyNot={whyHere} />
        <FormActions
          aside={<DeleteUser account={account} user={user} whyNot={whyHere} onDeleted={onDeleted} />}
        >
          <Button variant="default" onClick={onCancel}>
            {t('cancel', { ns: 'common' })}
          </Button>
          <Button type="submit" loading={saving}>
            {t('save', { ns: 'common' })}
          </Button>
        </FormActions>
      </Stack>
    </form>
  )
}
