import { Alert, Button, Divider, Stack, Text, TextInput } from '@mantine/core'
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react'
import type { FormEvent, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { messagesByField } from '#web/components/form/messages.ts'
import { PasswordField } from '#web/components/form/password-field.tsx'
import { useFields } from '#web/components/form/use-fields.ts'
import { TextLink } from '#web/components/links.tsx'
import { Credentials } from '../credentials-schema.ts'
import type { SignInMethods } from '../single-sign-on/schema.ts'
import { FrontPage } from './front-page.tsx'
import { useFocusHeir } from './use-focus-heir.ts'
import { useSignInMethods } from './use-sign-in-methods.ts'

interface SignInFormProps {
  initial: { email: string; password: string }
  /** Why the page is shown once more, where nothing is wrong. */
  notice: string | undefined
  problem: string | undefined
  busy: boolean
  onGive: (given: { email: string; password: string }) => void
  onSingleSignOn: (at: NonNullable<SignInMethods['singleSignOn']>) => void
}

/**
 * Address and password on one page, as password managers fill them in. Once the address is left, its domain tells whether people there sign in at
 * an identity provider: beside the password, or in its place.
 */
export function SignInForm(props: SignInFormProps): ReactNode {
  const { t } = useTranslation('auth')
  const form = useFields({ initial: props.initial, check: async (values) => wrongIn(values) })
  const methods = useSignInMethods(form.values.email)
  const { singleSignOn } = methods.known ?? {}
  const alone = singleSignOn !== undefined && singleSignOn !== null && methods.known?.password === false
  const sender = useFocusHeir<HTMLButtonElement>(alone)

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (props.busy) return
    const { email } = form.getValues()
    const known = await methods.learn(email)
    if (known?.singleSignOn && !known.password) return props.onSingleSignOn(known.singleSignOn)
    if (await form.validate()) return props.onGive(form.getValues())
    const [first = ''] = Object.keys(wrongIn(form.getValues()))
    form.getInputNode(first)?.focus()
  }

  return (
    <FrontPage title={t('signIn.title')} lead={t('signIn.lead')}>
      <form onSubmit={submit} noValidate>
        <Stack>
          {props.notice !== undefined && (
            <Alert variant="light" role="status" icon={<IconInfoCircle aria-hidden />}>
              {props.notice}
            </Alert>
          )}
          {props.problem !== undefined && (
            <Alert color="red" variant="light" role="alert" icon={<IconAlertTriangle aria-hidden />}>
              {props.problem}
            </Alert>
          )}
          {/* Who looks for the password elsewhere and comes back is not told that it is missing: fields are checked together. */}
          <TextInput
            label={t('field.email')}
            type="email"
            autoComplete="username"
            autoFocus={props.initial.email === ''}
            size="md"
            {...form.getInputProps('email')}
            onBlur={() => void methods.learn(form.getValues().email)}
          />
          {!alone && (
            <PasswordField
              label={t('field.password')}
              autoComplete="current-password"
              autoFocus={props.initial.email !== ''}
              size="md"
              {...form.getInputProps('password')}
              onBlur={undefined}
            />
          )}
          <Button ref={sender} type="submit" size="md" mt="xs" loading={props.busy}>
            {alone ? t('signIn.with', { name: singleSignOn.name }) : t('signIn.submit')}
          </Button>
          {singleSignOn && !alone && (
            <>
              <Divider label={t('signIn.or')} />
              <Button
                variant="default"
                size="md"
                disabled={props.busy}
                onClick={() => props.onSingleSignOn(singleSignOn)}
              >
                {t('signIn.with', { name: singleSignOn.name })}
              </Button>
            </>
          )}
          {!alone && (
            <Text ta="center">
              <TextLink to="/forgot" state={{ passwordForgottenBy: form.values.email.trim() }}>
                {t('signIn.forgot')}
              </TextLink>
            </Text>
          )}
        </Stack>
      </form>
    </FrontPage>
  )
}

/** A message per field, in the order of the fields. */
function wrongIn(values: { email: string; password: string }): Record<string, string> {
  return messagesByField(Credentials.safeParse(values).error)
}
