import { Button, Group, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormProblems } from '#web/components/form/form-problems.tsx'
import { UnsavedGuard } from '#web/components/form/unsaved-guard.tsx'
import { useRecordForm } from '#web/components/form/use-record-form.ts'
import { useSteady } from '#web/components/form/use-steady.ts'
import { Time } from '#web/components/time.tsx'
import type { DeploymentEmail } from '../schema.ts'
import { emailsQuery, previewQuery, saveEmail } from './api.ts'
import classes from './email-editor.module.css'
import { EmailPreview, type PreviewView } from './email-preview.tsx'
import { FaultList } from './fault-list.tsx'
import { type Fault, faultsOf } from './faults.ts'
import { Placeholders } from './placeholders.tsx'
import { ResetEmail } from './reset-email.tsx'
import { SendTest } from './send-test.tsx'

interface EmailEditorProps {
  accountId: string
  email: DeploymentEmail
}

/** The text in one language: written on one side, seen on the other. */
export function EmailEditor({ accountId, email }: EmailEditorProps) {
  const steady = useSteady({ ...email, id: email.language })
  const row = steady.row ?? email
  const [view, setView] = useState<PreviewView>({ form: 'html', person: null })
  return (
    <Filled key={steady.key} accountId={accountId} email={row} steady={steady} view={view} onView={setView} />
  )
}

interface FilledProps extends EmailEditorProps {
  steady: ReturnType<typeof useSteady<DeploymentEmail & { id: string }>>
  view: PreviewView
  onView: (view: PreviewView) => void
}

function Filled({ accountId, email, steady, view, onView }: FilledProps) {
  const { t } = useTranslation('email')
  const queries = useQueryClient()
  const subject = useRef<HTMLInputElement>(null)
  const body = useRef<HTMLTextAreaElement>(null)
  const [last, setLast] = useState<Fault['field']>('body')
  const refresh = () => queries.invalidateQueries({ queryKey: emailsQuery(accountId).queryKey, exact: true })
  const record = useRecordForm({
    steady,
    initial: { subject: email.subject, body: email.body },
    loadSchema: async () => (await import('../schema.ts')).DeploymentEmailTexts,
    bodyOf: (values) => values,
    staysOpen: true,
    save: (texts) => saveEmail(accountId, email, texts),
    onSaved: () => {
      notifications.show({ color: 'teal', message: t('saved') })
      void refresh()
    },
  })
  const { form, saving, submit } = record
  const texts = form.values
  const [settled] = useDebouncedValue(texts, 400)
  const of = { ...settled, ...(view.person === null ? {} : { subscriberId: view.person }) }
  const preview = useQuery(previewQuery(accountId, email.language, of))
  const faults = faultsOf(preview.error, settled)
  // While a text has a fault, what it last looked like stays in view.
  const lastGood = useRef(preview.data)
  lastGood.current = preview.data ?? lastGood.current

  function fieldOf(field: Fault['field']) {
    return field === 'subject' ? subject.current : body.current
  }

  function insert(text: string) {
    const box = fieldOf(last)
    const { selectionStart, selectionEnd } = box ?? {}
    const start = selectionStart ?? texts[last].length
    const value = texts[last].slice(0, start) + text + texts[last].slice(selectionEnd ?? start)
    form.setFieldValue(last, value)
    // After React has drawn the value: before, the cursor would jump to the end.
    requestAnimationFrame(() => place(last, start + text.length))
  }

  function place(field: Fault['field'], index: number) {
    const box = fieldOf(field)
    box?.focus()
    box?.setSelectionRange(index, index)
  }

  async function reload() {
    await refresh()
    steady.renew()
  }

  const propsOf = (field: Fault['field']) => ({
    ...form.getInputProps(field),
    // The faults below the field say it with their places.
    ...(faults.some((fault) => fault.field === field) ? { error: true } : {}),
    // The frame is red; a whole text in red would be hard to read.
    styles: { input: { color: 'var(--mantine-color-text)' } },
    onFocus: () => setLast(field),
  })
  return (
    <form onSubmit={submit} noValidate className={classes.split}>
      <UnsavedGuard isDirty={() => form.isDirty()} />
      <Stack gap="sm" className={classes.side}>
        <Version email={email} />
        <FormProblems record={record} labelOf={(field) => t(field as 'subject')} onReload={reload} />
        <TextInput
          ref={subject}
          label={t('subject')}
          required
          lang={email.language}
          {...propsOf('subject')}
        />
        <FaultList faults={faults} field="subject" onGo={place} />
        <Textarea
          ref={body}
          label={t('body')}
          description={t('bodyHelp')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          required
          autosize
          minRows={10}
          maxRows={22}
          lang={email.language}
          {...propsOf('body')}
        />
        <FaultList faults={faults} field="body" onGo={place} />
        <Placeholders onInsert={insert} />
        <SendTest accountId={accountId} language={email.language} texts={texts} />
        <Group justify="space-between" gap="xs">
          {email.isDefault ? <span /> : <ResetEmail accountId={accountId} email={email} onReset={reload} />}
          <Button type="submit" loading={saving}>
            {t('save', { ns: 'common' })}
          </Button>
        </Group>
      </Stack>
      <EmailPreview
        accountId={accountId}
        language={email.language}
        preview={lastGood.current}
        refused={faults.length > 0}
        problem={faults.length > 0 ? null : preview.error}
        view={view}
        onView={onView}
      />
    </form>
  )
}

function Version({ email }: { email: DeploymentEmail }) {
  const { t } = useTranslation('email')
  const { isDefault, updatedAt, updatedBy } = email
  return (
    <Text size="sm" c="dimmed">
      {isDefault ? t('isDefault') : t('isOwn', email)}
      {updatedAt && (
        <>
          {' · '}
          {updatedBy ? t('changed', { name: updatedBy }) : t('changedUnknown')} <Time at={updatedAt} />
        </>
      )}
    </Text>
  )
}
