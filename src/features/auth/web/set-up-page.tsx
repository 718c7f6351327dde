import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { FieldPair } from '#web/components/form/field-group.tsx'
import { FormProblems } from '#web/components/form/form-problems.tsx'
import { type RecordForm, useRecordForm } from '#web/components/form/use-record-form.ts'
import { ButtonLink } from '#web/components/links.tsx'
import { Problem } from '#web/lib/api/request.ts'
import { passwordLengthMin, SetUp, type SetUpLink } from '../schema.ts'
import { FrontPage } from './front-page.tsx'
import { finishSetUp, sessionQuery, setUpLinkQuery } from './session.ts'

const route = getRouteApi('/setup/$token')
const FirstAdmin = SetUp.required({ lastName: true, email: true })

type FirstAdminValues = Record<'firstName' | 'lastName' | 'email' | 'password', string>

/** Finishes a set-up link: a password for an admin who was added, or name, address and password of the first one; then signed in. */
export function SetUpPage(): ReactNode {
  const { token } = route.useParams()
  const { data: link, error } = useQuery(setUpLinkQuery(token))
  if (error instanceof Problem && error.code === linkUnknown) return <LinkUnknown sentence={error.message} />
  if (error) throw error
  return link ? <SetUpForm token={token} person={link.person} accountName={link.accountName} /> : null
}

const linkUnknown = 'auth.set-up-link-unknown'

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

/** @param person who the link is for; null for whoever becomes the first admin, of whom everything is asked but the first name may be empty */
function SetUpForm({
  token,
  person,
  accountName,
}: {
  token: string
  person: SetUpLink['person']
  accountName: string
}): ReactNode {
  const { t } = useTranslation('auth')
  const router = useRouter()
  const queries = useQueryClient()
  const record = useRecordForm({
    initial: { firstName: '', lastName: '', email: '', password: '', ...person },
    loadSchema: async (): Promise<z.ZodType<SetUp>> => (person ? SetUp : FirstAdmin),
    bodyOf: ({ password, ...named }) => ({ token, password, ...(person ? {} : named) }),
    save: finishSetUp,
    onSaved: (session) => {
      queries.setQueryData(sessionQuery.queryKey, session)
      void router.navigate({ to: '/', replace: true })
    },
  })
  const { form, saving, submit, problem } = record
  if (problem instanceof Problem && problem.code === linkUnknown) {
    return <LinkUnknown sentence={problem.message} />
  }
  const lead = person ? t('setUp.forLead', { email: person.email, account: accountName }) : t('setUp.lead')
  return (
    <FrontPage title={person ? t('setUp.forTitle') : t('setUp.title')} lead={lead}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <FormProblems record={record} labelOf={(field) => t(`field.${field as 'email'}`)} />
          {person ? (
            // Also for the browser's store of passwords: whose password this is.
            <TextInput label={t('field.email')} autoComplete="username" readOnly value={person.email} />
          ) : (
            <FirstAdminFields form={form} />
          )}
          <PasswordInput
            label={t('field.password')}
            description={t('setUp.passwordHelp', { count: passwordLengthMin })}
            autoComplete="new-password"
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
