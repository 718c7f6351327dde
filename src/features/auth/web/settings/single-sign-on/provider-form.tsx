import { Button, Group, Stack, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { CopyField } from '#web/components/copy-field.tsx'
import { FieldPair } from '#web/components/form/field-group.tsx'
import { FormProblems } from '#web/components/form/form-problems.tsx'
import { SecretField, type SecretValue } from '#web/components/form/secret-field.tsx'
import { UnsavedGuard } from '#web/components/form/unsaved-guard.tsx'
import { useRecordForm } from '#web/components/form/use-record-form.ts'
import { useSteady } from '#web/components/form/use-steady.ts'
import { LockedField } from '#web/components/locked-field.tsx'
import type { IdentityProvider, NewIdentityProvider } from '../../../single-sign-on/schema.ts'
import { saveProvider, singleSignOnQuery } from './api.ts'
import { Instructions } from './instructions.tsx'

interface ProviderFormProps {
  accountId: string
  /** undefined: the first one. */
  provider: IdentityProvider | undefined
  redirectUri: string
  onSaved: () => void
  /** Absent: there is nothing to go back to. */
  onCancel?: () => void
}

interface ProviderValues {
  name: string
  issuer: string
  clientId: string
  clientSecret: SecretValue
}

/** Name, issuer, client ID and secret, beside what is to be done at the identity provider. While it is on, only name and secret can change. */
export function ProviderForm(props: ProviderFormProps) {
  const { accountId, provider } = props
  const row = useMemo(() => provider && { ...provider, id: accountId }, [provider, accountId])
  const steady = useSteady(row)
  return <FilledForm {...props} key={steady.key} provider={steady.row} steady={steady} />
}

type Row = IdentityProvider & { id: string }

function FilledForm(props: ProviderFormProps & { steady: ReturnType<typeof useSteady<Row>> }) {
  const { accountId, provider, redirectUri, steady, onSaved, onCancel } = props
  const { t } = useTranslation('singleSignOn')
  const queries = useQueryClient()
  const box = useRef<HTMLFormElement>(null)
  const reload = () =>
    queries.invalidateQueries({ queryKey: singleSignOnQuery(accountId).queryKey, exact: true })
  const record = useRecordForm<ProviderValues, NewIdentityProvider, IdentityProvider>({
    steady,
    initial: {
      name: provider?.name ?? '',
      issuer: provider?.issuer ?? '',
      clientId: provider?.clientId ?? '',
      clientSecret: undefined,
    },
    loadSchema: async () => (await import('../../../single-sign-on/schema.ts')).NewIdentityProvider,
    bodyOf: ({ clientSecret, ...others }) => ({
      ...others,
      ...(typeof clientSecret === 'string' ? { clientSecret } : {}),
    }),
    save: (body) => saveProvider(accountId, body, provider),
    staysOpen: true,
    onSaved: async ({ name }) => {
      await reload()
      notifications.show({ color: 'teal', message: t('saved', { name }) })
      onSaved()
    },
  })
  const { form, saving, submit } = record

  useEffect(() => {
    // The first form is part of a page that one may have come to for something else.
    if (onCancel) box.current?.querySelector<HTMLInputElement>('[data-path=name]')?.focus()
  }, [onCancel])

  async function reloadNewest() {
    await reload()
    steady.renew()
  }

  /** Another client has another secret: the stored one is no use to it. */
  const isOtherClient = form.isDirty('issuer') || form.isDirty('clientId')
  const of = (field: 'name' | 'issuer' | 'clientId') => ({
    label: t(`field.${field}`),
    required: true,
    ...form.getInputProps(field),
  })
  const locked = (field: 'issuer' | 'clientId') => (
    <LockedField label={t(`field.${field}`)} value={provider?.[field] ?? ''} why={t('locked')} />
  )
  return (
    <form ref={box} onSubmit={submit} noValidate>
      <UnsavedGuard isDirty={() => form.isDirty()} />
      <Stack>
        {!provider?.isOn && <Instructions />}
        <CopyField label={t('field.redirectUri')} description={t('help.redirectUri')} value={redirectUri} />
        <FormProblems
          record={record}
          labelOf={(field) => t(`field.${field as 'name'}`)}
          onReload={reloadNewest}
        />
        <TextInput {...of('name')} description={t('help.name')} />
        {provider?.isOn ? (
          <>
            {locked('issuer')}
            {locked('clientId')}
          </>
        ) : (
          <FieldPair>
            <TextInput {...of('issuer')} type="url" spellCheck={false} />
            <TextInput {...of('clientId')} spellCheck={false} autoComplete="off" />
          </FieldPair>
        )}
        <SecretField
          label={t('field.clientSecret')}
          help={t('help.clientSecret')}
          stored={(provider?.clientSecretSet ?? false) && !isOtherClient}
          removable={false}
          value={form.values.clientSecret}
          onChange={(value) => form.setFieldValue('clientSecret', value)}
          onBlur={() => void form.validateField('clientSecret')}
          error={form.errors.clientSecret}
          path="clientSecret"
        />
        <Group justify="flex-end" gap="xs">
          {onCancel && (
            <Button variant="default" onClick={onCancel}>
              {t('cancel', { ns: 'common' })}
            </Button>
          )}
          <Button type="submit" loading={saving}>
            {provider ? t('save', { ns: 'common' }) : t('save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
