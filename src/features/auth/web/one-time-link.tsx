import { Button, Stack, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { FieldPair } from '#web/components/form/field-group.tsx'
import { FormProblems } from '#web/components/form/form-problems.tsx'
import { PasswordField } from '#web/components/form/password-field.tsx'
import { type RecordForm, useRecordForm } from '#web/components/form/use-record-form.ts'
import { ButtonLink } from '#web/components/links.tsx'
import { Problem } from '#web/lib/api/request.ts'
import { SetUp, type SetUpLink } from '../schema.ts'
import { FrontPage } from './front-page.tsx'
import { finishSetUp, sessionQuery, setUpLinkQuery } from './session.ts'
import { SingleSignOnInstead } from './welcome-single-sign-on.tsx'

const FirstAdmin = SetUp.required({ lastName: true, email: true })

type FirstAdminValues = Record<'firstName' | 'lastName' | 'email' | 'password', string>

interface OneTimeLinkProps {
  token: string
  /** What stands above the form. */
  wordsOf: (link: SetUpLink) => { title: string; lead: string }
  /** What stands where the link cannot be used, instead of the server's sentence. */
  unknown?: string
}

/**
 * The page behind a link that works once: a password for whoever was added, or name, address and password of a first admin; then signed in.
 * Looking spends nothing. Unknown, malformed, used and expired links are the same page.
 */
export function OneTimeLink({ token, wordsOf, unknown }: OneTimeLinkProps): ReactNode {
  const { data: link, error } = useQuery(setUpLinkQuery(token))
  if (isUnknown(error)) return <LinkUnknown sentence={unknown ?? error.message} />
  if (error) throw error
  if (!link) return null
  if (link.singleSignOn && link.person) {
    const { accountName, person, singleSignOn } = link
    return <SingleSignOnInstead accountName={accountName} person={person} singleSignOn={singleSignOn} />
  }
  return <PasswordForm token={token} link={link} unknown={unknown} {...wordsOf(link)} />
}

const isUnknown = (error: unknown): error is Problem =>
  error instanceof Problem && error.code === 'auth.set-up-link-unknown'

function LinkUnknown({ sentence }: { sentence: string }): ReactNode {
  const { t } = useTranslation('auth')
  return (
    <FrontPage title={t('setUp.expired')} lead={sentence}>
      <ButtonLink to="/sign-in" variant="default">
        {t('setUp.toSignIn')}
      </ButtonLink>
    </FrontPage>
  )
}

interface PasswordFormProps {
  token: string
  link: SetUpLink
  title: string
  lead: string
  unknown: string | undefined
}

function PasswordForm({ token, link, title, lead, unknown }: PasswordFormProps): ReactNode {
  const { t } = useTranslation('auth')
  // null: whoever becomes the first admin, of whom everything is asked but the first name may be empty.
  const { person } = link
  const router = useRouter()
  const queries = useQueryClient()
  const record = useRecordForm({
    initial: { firstName: '', lastName: '', email: '', password: '', ...person },
    loadSchema: async (): Promise<z.ZodType<SetUp>> => (person ? SetUp : FirstAdmin),
    bodyOf: ({ password, ...named }) => ({ token, password, ...(person ? {} : named) }),
    save: finishSetUp,
    onSaved: (session) => {
      if (!session) return void router.navigate(signInAs(record.form.getValues().email))
      queries.setQueryData(sessionQuery.queryKey, session)
      void router.navigate({ to: '/', replace: true })
    },
  })
  const { form, saving, submit, problem } = record
  if (isUnknown(problem)) return <LinkUnknown sentence={unknown ?? problem.message} />
  return (
    <FrontPage title={title} lead={lead}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <FormProblems record={record} labelOf={(field) => t(`field.${field as 'email'}`)} />
          {person ? (
            // Also for the browser's store of passwords: whose password this is.
            <TextInput label={t('field.email')} autoComplete="username" readOnly value={person.email} />
          ) : (
            <FirstAdminFields form={form} />
          )}
          <PasswordField
            label={t('field.password')}
            description={t('setUp.passwordHelp', { count: link.passwordLengthMin })}
            autoComplete="new-password"
            // The first field to fill in: the address before it is only read.
            autoFocus={person !== null}
            withAsterisk
            required
            {...form.getInputProps('password')}
          />
          <Button type="submit" size="md" mt="xs" loading={saving}>
            {t('setUp.submit')}
          </Button>
        </Stack>
      </form>
    </FrontPage>
  )
}

/** Where the password alone signs nobody in. */
const signInAs = (email: string) =>
  ({ to: '/sign-in', state: { passwordSetFor: email }, replace: true }) as const

function FirstAdminFields({ form }: { form: RecordForm<FirstAdminValues>['form'] }): ReactNode {
  const { t } = useTranslation('auth')
  return (
    <>
      <FieldPair>
        <TextInput
          label={t('field.firstName')}
          autoComplete="given-name"
          autoFocus
          {...form.getInputProps('firstName')}
        />
        <TextInput
          label={t('field.lastName')}
          autoComplete="family-name"
          withAsterisk
          required
          {...form.getInputProps('lastName')}
        />
      </FieldPair>
      <TextInput
        label={t('field.email')}
        type="email"
        autoComplete="username"
        withAsterisk
        required
        {...form.getInputProps('email')}
      />
    </>
  )
}
