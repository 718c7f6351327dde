import { Button, Group, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { UnsavedGuard } from '#web/components/form/unsaved-guard.tsx'
import { useRecordForm } from '#web/components/form/use-record-form.ts'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import type { EmailDomain } from '../../../single-sign-on/schema.ts'
import { addDomain, domainsQuery } from './api.ts'
import classes from './new-domain.module.css'

/** A field and a button: there is nothing more to say of a domain. */
export function NewDomain({ accountId }: { accountId: string }) {
  const { t } = useTranslation('singleSignOn')
  const queries = useQueryClient()
  const record = useRecordForm<{ domain: string }, { domain: string }, EmailDomain>({
    initial: { domain: '' },
    loadSchema: async () => (await import('../../../single-sign-on/schema.ts')).NewEmailDomain,
    bodyOf: (values) => values,
    save: (body) => addDomain(accountId, body),
    staysOpen: true,
    onSaved: async ({ domain }) => {
      form.setFieldValue('domain', '')
      form.resetDirty()
      notifications.show({ color: 'teal', message: t('domain.added', { domain }) })
      await queries.invalidateQueries({ queryKey: domainsQuery(accountId).queryKey })
    },
  })
  const { form, saving, problem, submit } = record
  return (
    <form onSubmit={submit} noValidate>
      <UnsavedGuard isDirty={() => form.isDirty()} />
      <Group gap="xs" align="flex-start">
        <TextInput
          label={t('domain.field')}
          description={t('domain.help')}
          autoCapitalize="off"
          spellCheck={false}
          flex="1 1 240px"
          {...form.getInputProps('domain')}
          // An empty field beside all else on the page is nothing that somebody forgot.
          onBlur={() => {
            if (form.isDirty()) void form.validateField('domain')
          }}
        />
        <Button type="submit" variant="default" loading={saving} className={classes.add}>
          {t('domain.add')}
        </Button>
      </Group>
      {problem && form.errors.domain === undefined && <ProblemAlert problem={problem} />}
    </form>
  )
}
