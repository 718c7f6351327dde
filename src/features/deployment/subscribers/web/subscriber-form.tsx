import { Button, Stack } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { followOperation } from '#features/operations/web/api.ts'
import { FormActions } from '#web/components/form/form-actions.tsx'
import { FormProblems } from '#web/components/form/form-problems.tsx'
import { UnsavedGuard } from '#web/components/form/unsaved-guard.tsx'
import { useRecordForm } from '#web/components/form/use-record-form.ts'
import { useSteady } from '#web/components/form/use-steady.ts'
import { OnceOpened } from '#web/components/once-opened.tsx'
import { lazy } from '#web/lib/lazy.ts'
import { startAct } from '../../deployments/web/api.ts'
import { profilesQuery } from '../../profiles/web/api.ts'
import type { Subscriber } from '../schema.ts'
import { addSubscriber, changeSubscriber, subscriberQuery, subscribersKey } from './api.ts'
import { DeleteSubscriber } from './delete-subscriber.tsx'
import { SubscriberFields } from './subscriber-fields.tsx'
import { fullName } from './subscriber-name.tsx'
import { type SubscriberValues, subscriberBody, subscriberValues } from './subscriber-values.ts'

const SaveWithReset = lazy(async () => ({ default: (await import('./save-with-reset.tsx')).SaveWithReset }))

interface SubscriberFormProps {
  accountId: string
  /** undefined: a new one. */
  subscriber: Subscriber | undefined
  /** The first field takes the focus. */
  focus: boolean
  onCancel: () => void
  onSaved: (saved: Subscriber) => void
  onDeleted?: () => void
}

/** Adds or changes a subscriber, every field of it (MU-1). */
export function SubscriberForm(props: SubscriberFormProps) {
  const { data: profiles } = useQuery(profilesQuery(props.accountId))
  const steady = useSteady(props.subscriber)
  // The default profile is what a new one starts with, so the form waits for it.
  return (
    profiles && (
      <FilledForm {...props} key={steady.key} subscriber={steady.row} steady={steady} profiles={profiles} />
    )
  )
}

interface FilledFormProps extends SubscriberFormProps {
  steady: ReturnType<typeof useSteady<Subscriber>>
  profiles: Parameters<typeof SubscriberFields>[0]['profiles']
}

function FilledForm(props: FilledFormProps) {
  const { accountId, subscriber, steady, profiles, focus, onCancel, onSaved, onDeleted } = props
  const { t } = useTranslation('subscribers')
  const queries = useQueryClient()
  const box = useRef<HTMLFormElement>(null)
  const [asking, setAsking] = useState(false)
  const defaultProfileId = profiles.find(({ isDefault }) => isDefault)?.id ?? ''
  const initial = subscriberValues(subscriber, defaultProfileId)
  // CD-12: a new name at the client service ends the softphones in use.
  const endsClients = ({ clientServiceUserName }: SubscriberValues) =>
    (subscriber?.clientCount ?? 0) > 0 && clientServiceUserName !== initial.clientServiceUserName
  const record = useRecordForm({
    steady,
    initial,
    loadSchema: async () => (await import('../schema.ts')).NewSubscriber,
    bodyOf: subscriberBody,
    onlyChanges: subscriber !== undefined,
    save: (body) =>
      subscriber ? changeSubscriber(accountId, subscriber, body) : addSubscriber(accountId, body),
    onSaved: (saved) => {
      notifications.show({
        color: 'teal',
        message: t(subscriber ? 'saved' : 'created', { name: fullName(saved) }),
      })
      queries.setQueryData(subscriberQuery(accountId, saved.id).queryKey, saved)
      void queries.invalidateQueries({ queryKey: subscribersKey(accountId) })
      onSaved(saved)
    },
    asksFirst: (values) => {
      setAsking(endsClients(values))
      return endsClients(values)
    },
  })
  const { form, saving, submit, submitNow } = record
  const savingWithReset = useMutation({
    mutationFn: async ({ deploy }: { deploy: boolean }) => {
      setAsking(false)
      const saved = await submitNow()
      return saved && deploy ? startAct(accountId, 'deploy', { ids: [saved.id] }) : undefined
    },
    onSuccess: (operation) => {
      if (operation) followOperation(queries, accountId, operation)
    },
    // The saved record fills a new form, so it is not this one that can say it.
    onError: ({ message }) =>
      notifications.show({ color: 'red', message: t('redeploy.notDeployed', { message }) }),
  })

  useEffect(() => {
    if (focus) box.current?.querySelector('input')?.focus()
  }, [focus])

  async function reload() {
    await queries.invalidateQueries({ queryKey: subscribersKey(accountId) })
    steady.renew()
  }

  return (
    <form ref={box} onSubmit={submit} noValidate>
      <UnsavedGuard isDirty={() => form.isDirty()} />
      <Stack gap="lg">
        <FormProblems record={record} labelOf={(field) => t(`field.${field as 'email'}`)} onReload={reload} />
        <SubscriberFields
          accountId={accountId}
          form={form}
          subscriber={subscriber}
          profiles={profiles}
          redeploys={endsClients(form.values)}
        />
        <FormActions
          aside={
            subscriber &&
            onDeleted && (
              <DeleteSubscriber accountId={accountId} subscriber={subscriber} onDeleted={onDeleted} />
            )
          }
        >
          <Button variant="default" onClick={onCancel}>
            {t('cancel', { ns: 'common' })}
          </Button>
          <Button type="submit" loading={saving || savingWithReset.isPending}>
            {subscriber ? t('save', { ns: 'common' }) : t('create')}
          </Button>
        </FormActions>
      </Stack>
      {subscriber && (
        <OnceOpened when={asking}>
          <SaveWithReset
            subscriber={subscriber}
            opened={asking}
            onCancel={() => setAsking(false)}
            onSave={savingWithReset.mutate}
          />
        </OnceOpened>
      )}
    </form>
  )
}
