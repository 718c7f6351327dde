import { Anchor, Button, Stack, TextInput } from '@mantine/core'
import { useRouterState } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormProblems } from '#web/components/form/form-problems.tsx'
import { useRecordForm } from '#web/components/form/use-record-form.ts'
import { ButtonLink, TextLink } from '#web/components/links.tsx'
import { FrontPage } from './front-page.tsx'
import { askForReset } from './reset-api.ts'

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** What stood in the address field of the page before. Not in the address of this one, which is written to logs. */
    passwordForgottenBy?: string
  }
}

/** Asks for the e-mail with which a password is reset. What it says then is the same for every address. */
export function ForgotPage(): ReactNode {
  const [sentTo, setSentTo] = useState<string>()
  if (sentTo === undefined) return <AddressForm onSent={setSentTo} />
  return <MailOnItsWay email={sentTo} onBack={() => setSentTo(undefined)} />
}

function AddressForm({ onSent }: { onSent: (email: string) => void }) {
  const { t } = useTranslation('auth')
  const typedBefore = useRouterState({ select: ({ location }) => location.state.passwordForgottenBy })
  const record = useRecordForm({
    initial: { email: typedBefore ?? '' },
    loadSchema: async () => (await import('../resets/schema.ts')).PasswordResetRequest,
    bodyOf: ({ email }) => ({ email }),
    check: ({ email }) => (/^$|@/.test(email.trim()) ? {} : { email: t('forgot.noAddress') }),
    save: async ({ email }) => {
      await askForReset(email)
      return email
    },
    onSaved: onSent,
  })
  const { form, saving, submit } = record
  return (
    <FrontPage title={t('forgot.title')} lead={t('forgot.lead')}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <FormProblems record={record} labelOf={() => t('field.email')} />
          <TextInput
            label={t('field.email')}
            type="email"
            autoComplete="username"
            autoFocus
            size="md"
            {...form.getInputProps('email')}
            onBlur={undefined}
          />
          <Button type="submit" size="md" mt="xs" loading={saving}>
            {t('forgot.submit')}
          </Button>
          <TextLink to="/sign-in" mih={24} ta="center">
            {t('forgot.toSignIn')}
          </TextLink>
        </Stack>
      </form>
    </FrontPage>
  )
}

function MailOnItsWay({ email, onBack }: { email: string; onBack: () => void }) {
  const { t } = useTranslation('auth')
  return (
    <FrontPage title={t('forgot.sent')} lead={t('forgot.sentLead', { email })} focusesTitle>
      <Stack>
        <ButtonLink to="/sign-in" variant="default">
          {t('forgot.toSignIn')}
        </ButtonLink>
        <Anchor component="button" type="button" mih={24} onClick={onBack}>
          {t('signIn.back')}
        </Anchor>
      </Stack>
    </FrontPage>
  )
}
