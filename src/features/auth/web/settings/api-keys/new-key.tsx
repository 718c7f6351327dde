import { Alert, Button, NativeSelect, Skeleton, Stack, Text, TextInput } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { accountQuery } from '#features/accounts/web/api.ts'
import { FormActions } from '#web/components/form/form-actions.tsx'
import { FormProblems } from '#web/components/form/form-problems.tsx'
import { UnsavedGuard } from '#web/components/form/unsaved-guard.tsx'
import { useRecordForm } from '#web/components/form/use-record-form.ts'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import type { NewApiKey, PermissionOfRoles } from '../../../api-keys/schema.ts'
import { permissionsQuery } from '../permissions.ts'
import { apiKeysQuery, makeApiKey } from './api.ts'
import {
  type Expiry,
  expiries,
  firstDay,
  givable,
  isDayMissing,
  type KeyValues,
  keyBody,
} from './key-values.ts'
import { MadeKey } from './made-key.tsx'
import { ScopesField } from './scopes-field.tsx'

interface NewKeyProps {
  accountId: string
  onDone: () => void
}

/** Makes a key, and shows it once. */
export function NewKey({ accountId, onDone }: NewKeyProps) {
  const { data: account } = useQuery(accountQuery(accountId))
  const permissions = useQuery(permissionsQuery(accountId))
  const [made, setMade] = useState<{ key: string; scopes: string[] }>()
  if (made) return <MadeKey accountId={accountId} made={made} onDone={onDone} />
  if (permissions.error) return <ProblemAlert problem={permissions.error} retry={permissions.refetch} />
  if (!permissions.data || !account) return <Skeleton height={320} />
  return (
    <KeyForm
      accountId={accountId}
      accountKind={account.kind}
      offered={givable(permissions.data, account.kind)}
      onMade={setMade}
      onCancel={onDone}
    />
  )
}

interface KeyFormProps {
  accountId: string
  accountKind: 'operator' | 'partner' | 'customer'
  offered: PermissionOfRoles[]
  onMade: (made: { key: string; scopes: string[] }) => void
  onCancel: () => void
}

function KeyForm({ accountId, accountKind, offered, onMade, onCancel }: KeyFormProps) {
  const { t } = useTranslation('apiKeys')
  const queries = useQueryClient()
  const box = useRef<HTMLFormElement>(null)
  const record = useRecordForm<KeyValues, NewApiKey, undefined>({
    initial: { name: '', expiry: '90', day: '', scopes: [] },
    loadSchema: async () => (await import('../../../api-keys/schema.ts')).NewApiKey,
    bodyOf: (values) => keyBody(values),
    check: (values): Record<string, string> => (isDayMissing(values) ? { day: t('expiry.dayMissing') } : {}),
    // The key goes nowhere but to the page: what is answered here is kept a while.
    save: async (body) => {
      const { key, scopes } = await makeApiKey(accountId, body)
      onMade({ key, scopes })
      return undefined
    },
    onSaved: () => void queries.invalidateQueries({ queryKey: apiKeysQuery(accountId).queryKey }),
  })
  const { form, saving, submit } = record
  const { expiry } = form.values

  useEffect(() => box.current?.querySelector('input')?.focus(), [])

  return (
    <form ref={box} onSubmit={submit} noValidate>
      <UnsavedGuard isDirty={() => form.isDirty()} />
      <Stack>
        <FormProblems record={record} labelOf={(field) => t(`field.${field as 'name'}`)} />
        <TextInput
          required
          label={t('field.name')}
          description={t('help.name')}
          {...form.getInputProps('name')}
        />
        <NativeSelect
          label={t('field.expiry')}
          data={expiries.map((value) => ({ value, label: t(`expiry.${value}`) }))}
          {...form.getInputProps('expiry')}
          onChange={(event) => form.setFieldValue('expiry', event.currentTarget.value as Expiry)}
        />
        {expiry === 'date' && (
          <TextInput
            type="date"
            required
            min={firstDay()}
            label={t('field.day')}
            description={t('help.day')}
            {...form.getInputProps('day')}
          />
        )}
        {expiry === 'never' && (
          <Alert
            variant="light"
            color="orange"
            icon={<IconAlertTriangle aria-hidden />}
            title={t('expiry.neverTitle')}
          >
            {t('expiry.neverText')}
          </Alert>
        )}
        <ScopesField
          offered={offered}
          accountKind={accountKind}
          value={form.values.scopes}
          onChange={(scopes) => form.setFieldValue('scopes', scopes)}
          error={form.errors.scopes}
        />
        <Text size="sm" c="dimmed">
          {accountKind === 'partner' && <>{t('help.ofPartner')} </>}
          {t('help.ofMaker')}
        </Text>
        <FormActions>
          <Button variant="default" onClick={onCancel}>
            {t('cancel', { ns: 'common' })}
          </Button>
          <Button type="submit" loading={saving}>
            {t('submit')}
          </Button>
        </FormActions>
      </Stack>
    </form>
  )
}
