import { Button, Group, Stack, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { FormProblems } from '#web/components/form/form-problems.tsx'
import { SecretField, type SecretValue } from '#web/components/form/secret-field.tsx'
import { UnsavedGuard } from '#web/components/form/unsaved-guard.tsx'
import { useRecordForm } from '#web/components/form/use-record-form.ts'
import { useSteady } from '#web/components/form/use-steady.ts'
import type { NewTwilioAccount, TwilioAccount, TwilioAccountChanges } from '../schema.ts'
import { Advanced } from './advanced.tsx'
import { changeTwilio, joinTwilio, twilioQuery } from './api.ts'
import { type TwilioValues, twilioBody, twilioValues, usualOrigin } from './twilio-values.ts'

interface TwilioFormProps {
  accountId: string
  /** undefined: the first one. */
  account: TwilioAccount | undefined
  onSaved?: () => void
  /** Absent: there is nothing to go back to. */
  onCancel?: () => void
}

/** Account SID, API key and secret; the address for whoever asks for it. */
export function TwilioForm(props: TwilioFormProps) {
  const { accountId, account } = props
  const row = useMemo(() => account && { ...account, id: accountId }, [account, accountId])
  const steady = useSteady(row)
  return <FilledForm {...props} key={steady.key} account={steady.row} steady={steady} />
}

type Row = TwilioAccount & { id: string }

function FilledForm(props: TwilioFormProps & { steady: ReturnType<typeof useSteady<Row>> }) {
  const { accountId, account, steady, onSaved, onCancel } = props
  const { t } = useTranslation('twilio')
  const queries = useQueryClient()
  const box = useRef<HTMLFormElement>(null)
  const { queryKey } = twilioQuery(accountId)
  const initial = twilioValues(account)
  const record = useRecordForm<TwilioValues, TwilioAccountChanges, TwilioAccount>({
    steady,
    initial,
    loadSchema: async () => {
      const { NewTwilioAccount, TwilioAccountChanges } = await import('../schema.ts')
      return account ? TwilioAccountChanges : NewTwilioAccount
    },
    bodyOf: (values) => twilioBody(values, account && initial),
    save: (body) =>
      account ? changeTwilio(accountId, account, body) : joinTwilio(accountId, body as NewTwilioAccount),
    onlyChanges: account !== undefined,
    staysOpen: true,
    onSaved: (saved) => {
      notifications.show(
        saved.state === 'working'
          ? { color: 'teal', message: t('saved.working') }
          : { color: 'orange', message: t('saved.failing') },
      )
      onSaved?.()
      queries.setQueryData(queryKey, saved)
      // Whether Twilio can be turned on depends on it.
      void queries.invalidateQueries({ queryKey: ['accounts', accountId, 'integrations'] })
    },
  })
  const { form, saving, submit } = record

  useEffect(() => {
    // The first form is part of a page that is read from its top.
    if (onCancel) box.current?.querySelector<HTMLInputElement>('[data-path=accountSid]')?.focus()
  }, [onCancel])

  async function reloadNewest() {
    await queries.invalidateQueries({ queryKey })
    steady.renew()
  }

  const goesElsewhere = ['origin', 'accountSid', 'keySid'].some((field) => form.isDirty(field))
  const secretOf = form.values.keySid.trim() === '' ? 'account' : 'key'
  const changeSecret = (value: SecretValue) => form.setFieldValue('secret', value)
  const labels = { ...t('field', { returnObjects: true }), secret: t(`secret.${secretOf}`) }
  const plain = { spellCheck: false, autoComplete: 'off' } as const
  return (
    <form ref={box} onSubmit={submit} noValidate>
      <UnsavedGuard isDirty={() => form.isDirty()} />
      <Stack>
        <FormProblems
          record={record}
          labelOf={(field) => labels[field as keyof typeof labels]}
          onReload={reloadNewest}
        />
        <TextInput
          {...plain}
          {...form.getInputProps('accountSid')}
          required
          label={labels.accountSid}
          description={t('help.accountSid')}
        />
        <TextInput
          {...plain}
          {...form.getInputProps('keySid')}
          label={labels.keySid}
          description={t('help.keySid')}
        />
        <SecretField
          label={labels.secret}
          help={t(account && goesElsewhere ? 'help.secretAgain' : `help.${secretOf}Secret`)}
          required
          stored={(account?.secretSet ?? false) && !goesElsewhere}
          removable={false}
          value={form.values.secret}
          onChange={changeSecret}
          onBlur={() => void form.validateField('secret')}
          error={form.errors.secret}
          path="secret"
        />
        <Advanced opens={form.errors.origin !== undefined || initial.origin !== usualOrigin}>
          <TextInput
            {...plain}
            {...form.getInputProps('origin')}
            type="url"
            required
            label={labels.origin}
            description={t('help.origin')}
          />
        </Advanced>
        <Group justify="flex-end" gap="xs">
          {onCancel && (
            <Button variant="default" onClick={onCancel}>
              {t('cancel', { ns: 'common' })}
            </Button>
          )}
          <Button type="submit" loading={saving}>
            {account ? t('save', { ns: 'common' }) : t('join.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
