import { Alert, Button, PasswordInput, Stack, TextInput, UnstyledButton } from '@mantine/core'
import { IconAlertTriangle, IconBuilding, IconChevronRight } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import type { FormEvent, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { messagesByField } from '#web/components/form/messages.ts'
import { useFields } from '#web/components/form/use-fields.ts'
import { Problem } from '#web/lib/api/request.ts'
import { Credentials } from '../schema.ts'
import { FrontPage } from './front-page.tsx'
import { sessionQuery, signIn } from './session.ts'
import classes from './sign-in-page.module.css'

const route = getRouteApi('/sign-in')

interface Choice {
  id: string
  name: string
}

/** Signs in; where the address is known in several accounts, asks for which one. */
export function SignInPage(): ReactNode {
  const { t } = useTranslation('auth')
  const { to } = route.useSearch()
  const router = useRouter()
  const queries = useQueryClient()
  const form = useFields({ initial: { email: '', password: '' }, check: async (values) => wrongIn(values) })
  const signingIn = useMutation({
    mutationFn: (account: string | undefined) =>
      signIn({ ...form.getValues(), ...(account ? { account } : {}) }),
    onSuccess: async (session) => {
      queries.clear()
      queries.setQueryData(sessionQuery.queryKey, session)
      await router.navigate({ href: to ?? '/', replace: true })
    },
  })

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (await form.validate()) return signingIn.mutate(undefined)
    const [first = ''] = Object.keys(wrongIn(form.getValues()))
    form.getInputNode(first)?.focus()
  }

  const problem = signingIn.error instanceof Problem ? signingIn.error : undefined
  if (problem?.code === 'auth.account-choice') {
    return (
      <AccountChoice
        accounts={problem.members.accounts as Choice[]}
        onChoose={(id) => signingIn.mutate(id)}
        onBack={() => signingIn.reset()}
      />
    )
  }
  return (
    <FrontPage title={t('signIn.title')} lead={t('signIn.lead')}>
      <form onSubmit={submit} noValidate>
        <Stack>
          {signingIn.error && (
            <Alert color="red" variant="light" role="alert" icon={<IconAlertTriangle aria-hidden />}>
              {signingIn.error.message}
            </Alert>
          )}
          {/* Who looks for the password elsewhere and comes back is not told that it is missing: fields are checked together. */}
          <TextInput
            label={t('field.email')}
            type="email"
            autoComplete="username"
            autoFocus
            size="md"
            {...form.getInputProps('email')}
            onBlur={undefined}
          />
          <PasswordInput
            label={t('field.password')}
            autoComplete="current-password"
            size="md"
            {...form.getInputProps('password')}
            onBlur={undefined}
          />
          <Button type="submit" size="md" mt="xs" loading={signingIn.isPending}>
            {t('signIn.submit')}
          </Button>
        </Stack>
      </form>
    </FrontPage>
  )
}

/** A message per field, in the order of the fields. */
function wrongIn(values: { email: string; password: string }): Record<string, string> {
  return messagesByField(Credentials.safeParse(values).error)
}

function AccountChoice(props: { accounts: Choice[]; onChoose: (id: string) => void; onBack: () => void }) {
  const { t } = useTranslation('auth')
  return (
    <FrontPage title={t('signIn.choose')} lead={t('signIn.chooseLead')}>
      <Stack gap="xs">
        {props.accounts.map(({ id, name }) => (
          <UnstyledButton key={id} className={classes.account} onClick={() => props.onChoose(id)}>
            <IconBuilding size={18} stroke={1.6} aria-hidden />
            <span>{name}</span>
            <IconChevronRight size={16} aria-hidden />
          </UnstyledButton>
        ))}
        <Button variant="subtle" mt="xs" onClick={props.onBack}>
          {t('signIn.back')}
        </Button>
      </Stack>
    </FrontPage>
  )
}
