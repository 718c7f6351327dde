import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { FieldPair } from '#web/components/form/field-group.tsx'
import { FormProblems } from '#web/components/form/form-problems.tsx'
import { useRecordForm } from '#web/components/form/use-record-form.ts'
import { ButtonLink } from '#web/components/links.tsx'
import { Problem } from '#web/lib/api/request.ts'
import { passwordLengthMin, SetUp } from '../schema.ts'
import { FrontPage } from './front-page.tsx'
import { finishSetUp, sessionQuery } from './session.ts'

const route = getRouteApi('/setup/$token')
// The link is for the first admin, of whom nothing is known yet: here every field is needed but the first name.
const FirstAdmin = SetUp.required({ lastName: true, email: true })

/** Finishes a set-up link: name, address and password, then signed in. */
export function SetUpPage(): ReactNode {
  const { t } = useTranslation('auth')
  const { token } = route.useParams()
  const router = useRouter()
  const queries = useQueryClient()
  const record = useRecordForm({
    initial: { firstName: '', lastName: '', email: '', password: '' },
    loadSchema: async () => FirstAdmin,
    bodyOf: (values) => ({ ...values, token }),
    save: finishSetUp,
    onSaved: (session) => {
      queries.setQueryData(sessionQuery.queryKey, session)
      void router.navigate({ to: '/', replace: true })
    },
  })
  const { form, saving, submit, problem } = record
  if (problem instanceof Problem && problem.code === 'auth.set-up-link-unknown') {
    return (
      <FrontPage title={t('setUp.expired')} lead={problem.message}>
        <ButtonLink to="/sign-in" variant="default">
          {t('setUp.toSignIn')}
        </ButtonLink>
      </FrontPage>
    )
  }
  return (
    <FrontPage title={t('setUp.title')} lead={t('setUp.lead')}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <FormProblems record={record} labelOf={(field) => t(`field.${field as 'email'}`)} />
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
