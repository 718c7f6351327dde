import { Button, Stack, Text, TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormProblems } from '#web/components/form/form-problems.tsx'
import { PasswordField } from '#web/components/form/password-field.tsx'
import { useRecordForm } from '#web/components/form/use-record-form.ts'
import { Problem } from '#web/lib/api/request.ts'
import { passwordLengthMin, passwordLengthMinWithSecondFactor } from '../schema.ts'
import { FrontPage } from './front-page.tsx'
import { completeReset } from './reset-api.ts'

interface ResetFormProps {
  token: string
  accountName: string
  codeEndsAt: string
  /** By the clock of this browser: the server's decides. */
  onTimeOver: () => unknown
  onDone: () => void
  /** The server takes no further code. */
  onEnd: (problem: Problem) => void
}

/** Confirmation code and new password. */
export function ResetForm({ token, accountName, codeEndsAt, onTimeOver, onDone, onEnd }: ResetFormProps) {
  const { t } = useTranslation('auth')
  const record = useRecordForm({
    initial: { code: '', password: '' },
    loadSchema: async () => (await import('../resets/schema.ts')).PasswordResetCompletion,
    bodyOf: (values) => ({ token, ...values }),
    save: (completion) =>
      completeReset(completion).catch((error: unknown) => {
        if (endsLink(error)) onEnd(error)
        throw error
      }),
    onSaved: onDone,
  })
  const { form, saving, submit } = record
  return (
    <FrontPage title={t('reset.title')} lead={t('reset.formLead', { account: accountName })}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <FormProblems record={record} labelOf={(field) => t(`reset.field.${field as 'code'}`)} />
          <TextInput
            label={t('reset.field.code')}
            description={<TimeLeft endsAt={codeEndsAt} onOver={onTimeOver} />}
            inputMode="numeric"
            size="md"
            autoComplete="one-time-code"
            autoFocus
            withAsterisk
            required
            {...form.getInputProps('code')}
          />
          <PasswordField
            label={t('reset.field.password')}
            // Who has a second factor is told to nobody who only holds the link, so that both lengths stand here.
            description={t('reset.passwordHelp', {
              count: passwordLengthMin,
              fewer: passwordLengthMinWithSecondFactor,
            })}
            autoComplete="new-password"
            size="md"
            withAsterisk
            required
            {...form.getInputProps('password')}
          />
          <Button type="submit" size="md" mt="xs" loading={saving}>
            {t('reset.submit')}
          </Button>
        </Stack>
      </form>
    </FrontPage>
  )
}

function endsLink(error: unknown): error is Problem {
  if (!(error instanceof Problem)) return false
  return error.status === 410 || error.members.attemptsLeft === 0
}

/** How long the code is still taken, to the minute: who reads a code aloud needs no seconds. */
function TimeLeft({ endsAt, onOver }: { endsAt: string; onOver: () => unknown }) {
  const { t } = useTranslation('auth')
  const [minutes, setMinutes] = useState(() => minutesUntil(endsAt))
  useEffect(() => {
    if (minutes <= 0) {
      onOver()
      return
    }
    // By the clock and not by counting, because a phone sleeps. A little late, because timers may go off a moment early.
    const waitMs = new Date(endsAt).getTime() - (minutes - 1) * minuteMs - Date.now() + 50
    const timer = setTimeout(() => setMinutes(minutesUntil(endsAt)), waitMs)
    return () => clearTimeout(timer)
  }, [minutes, endsAt, onOver])
  return (
    <Text span inherit role="timer">
      {t('reset.timeLeft', { count: Math.max(minutes, 1) })}
    </Text>
  )
}

const minuteMs = 60_000

const codeMinutesMax = 10

/** Whole minutes, the one that has begun included. Never more than there can be, where the clock of this browser is behind. */
function minutesUntil(moment: string): number {
  return Math.min(codeMinutesMax, Math.ceil((new Date(moment).getTime() - Date.now()) / minuteMs))
}
