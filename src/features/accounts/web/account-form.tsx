import { Button, NativeSelect, Stack, Switch } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { FormActions } from '#web/components/form/form-actions.tsx'
import { FormProblems } from '#web/components/form/form-problems.tsx'
import { UnsavedGuard } from '#web/components/form/unsaved-guard.tsx'
import { useRecordForm } from '#web/components/form/use-record-form.ts'
import { useSteady } from '#web/components/form/use-steady.ts'
import { directoryScopes } from '../choices.ts'
import type { Account, AccountChanges } from '../schema.ts'
import { AccountDetailFields, AccountFields } from './account-fields.tsx'
import { AccountId } from './account-id.tsx'
import { type AccountValues, accountBody, detailValues } from './account-values.ts'
import { accountQuery } from './api.ts'
import { changeAccount, refetchAccounts } from './customers-api.ts'
import { Deactivate } from './deactivate.tsx'
import { Deactivated } from './deactivated.tsx'

interface AccountFormProps {
  account: Account
  /** Somebody of its partner looks, who may deactivate it. */
  byPartner: boolean
  /** Goes to the first field at once: the form was asked for by a key or a button. */
  focus?: boolean
  /** Absent: there is nowhere to go back to. */
  onCancel?: () => void
  onSaved?: (saved: Account) => void
}

interface SettingsValues extends AccountValues {
  directory: Account['directory']
  redirectBypass: boolean
}

/** The settings of an account (UA-1). A partner has no client deployment, so it has no redirect bypass either. */
export function AccountForm(props: AccountFormProps) {
  const steady = useSteady(props.account)
  if (props.account.status === 'deactivated') return <Deactivated account={props.account} />
  return <FilledForm {...props} key={steady.key} account={steady.row ?? props.account} steady={steady} />
}

function FilledForm(props: AccountFormProps & { steady: ReturnType<typeof useSteady<Account>> }) {
  const { account, byPartner, steady, focus = false, onCancel, onSaved } = props
  const { t } = useTranslation('accounts')
  const queries = useQueryClient()
  const box = useRef<HTMLFormElement>(null)
  const { name, country, language, timeZone, redirectBypass, directory } = account
  const initial: SettingsValues = {
    name,
    country,
    language,
    timeZone,
    redirectBypass,
    directory,
    ...detailValues(account),
  }
  const isPartner = account.kind === 'partner'
  const record = useRecordForm<SettingsValues, AccountChanges, Account>({
    steady,
    initial,
    loadSchema: async () => (await import('../schema.ts')).AccountChanges,
    bodyOf: accountBody,
    onlyChanges: true,
    save: (changes) => changeAccount(account, changes),
    onSaved: async (saved) => {
      queries.setQueryData(accountQuery(saved.id).queryKey, saved)
      await refetchAccounts(queries, saved.id)
      notifications.show({ color: 'teal', message: t('saved', { name: saved.name }) })
      onSaved?.(saved)
    },
  })
  const { form, saving, submit } = record

  useEffect(() => {
    if (focus) box.current?.querySelector('input')?.focus()
  }, [focus])

  async function reloadNewest() {
    await refetchAccounts(queries, account.id)
    steady.renew()
  }

  return (
    <form ref={box} onSubmit={submit} noValidate>
      <UnsavedGuard isDirty={() => form.isDirty()} />
      <Stack>
        <FormProblems
          record={record}
          labelOf={(field) => t(`field.${field as 'name'}`)}
          onReload={reloadNewest}
        />
        <AccountFields form={form} timeZone={timeZone} isPartner={isPartner} />
        {!isPartner && (
          <Switch
            label={t('field.redirectBypass')}
            description={t('help.redirectBypass')}
            {...form.getInputProps('redirectBypass', { type: 'checkbox' })}
          />
        )}
        <NativeSelect
          label={t('field.directory')}
          description={t('help.directory')}
          data={directoryScopes.map((value) => ({ value, label: t(`directory.${value}`) }))}
          {...form.getInputProps('directory')}
        />
        <AccountDetailFields form={form} />
        <AccountId id={account.id} />
        <FormActions aside={byPartner && <Deactivate account={account} />}>
          {onCancel && (
            <Button variant="default" onClick={onCancel}>
              {t('cancel', { ns: 'common' })}
            </Button>
          )}
          <Button type="submit" loading={saving}>
            {t('save', { ns: 'common' })}
          </Button>
        </FormActions>
      </Stack>
    </form>
  )
}
