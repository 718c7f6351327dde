import { Alert, Anchor, Button, Checkbox, Stack, TextInput } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '#web/lib/api/request.ts'
import { CodeField } from './code-field.tsx'
import { FrontPage } from './front-page.tsx'

interface SignInSecondFactorProps {
  /** What the server said to the last code. */
  problem: Problem | undefined
  busy: boolean
  onGive: (given: { totp: string; rememberDevice: boolean }) => void
  onBack: () => void
}

/** Asks for the second factor, after the password was right: a code from the app, or a recovery code. */
export function SignInSecondFactor({ problem, busy, onGive, onBack }: SignInSecondFactorProps): ReactNode {
  const { t } = useTranslation('auth')
  const [isRecovery, setRecovery] = useState(false)
  const [remembers, setRemembers] = useState(false)
  const [code, setCode] = useState('')
  const [missing, setMissing] = useState(false)
  const [answered, setAnswered] = useState(problem)
  /** What was said to a code that is being replaced. */
  const [settled, setSettled] = useState(problem)
  if (problem !== answered) {
    setAnswered(problem)
    // A code of the app is typed anew; in a longer one a letter may be wrong.
    if (problem && !isRecovery) setCode('')
  }

  function give(totp: string) {
    if (!busy) onGive({ totp, rememberDevice: remembers })
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    const typed = code.trim()
    setMissing(typed === '')
    if (typed !== '') give(typed)
  }

  function change(typed: string) {
    setCode(typed)
    setMissing(false)
    setSettled(problem)
  }

  function turnTo(recovery: boolean) {
    setRecovery(recovery)
    change('')
  }

  const isWrong = problem?.code === 'auth.wrong-second-factor'
  const wrong = isWrong && problem !== settled ? problem.message : undefined
  const error = missing ? t(isRecovery ? 'secondFactor.noRecovery' : 'secondFactor.noCode') : wrong
  return (
    <FrontPage
      title={t(isRecovery ? 'secondFactor.recoveryTitle' : 'secondFactor.title')}
      lead={t(isRecovery ? 'secondFactor.recoveryLead' : 'secondFactor.lead')}
    >
      <form onSubmit={submit} noValidate>
        <Stack>
          {problem && !isWrong && (
            <Alert color="red" variant="light" role="alert" icon={<IconAlertTriangle aria-hidden />}>
              {problem.message}
            </Alert>
          )}
          {/* Before the code, because its last digit signs in. */}
          <Checkbox
            label={t('secondFactor.remember')}
            description={t('secondFactor.rememberHelp')}
            checked={remembers}
            onChange={({ currentTarget }) => setRemembers(currentTarget.checked)}
          />
          {isRecovery ? (
            <TextInput
              key="recovery"
              label={t('secondFactor.recoveryCode')}
              autoComplete="off"
              autoCapitalize="characters"
              spellCheck={false}
              autoFocus
              size="md"
              value={code}
              error={error}
              onChange={({ currentTarget }) => change(currentTarget.value)}
            />
          ) : (
            <CodeField
              key="app"
              label={t('secondFactor.code')}
              size="md"
              value={code}
              error={error}
              onChange={change}
              onWhole={give}
            />
          )}
          <Button type="submit" size="md" loading={busy}>
            {t('signIn.submit')}
          </Button>
          <Anchor component="button" type="button" mih={24} onClick={() => turnTo(!isRecovery)}>
            {t(isRecovery ? 'secondFactor.useApp' : 'secondFactor.useRecovery')}
          </Anchor>
          <Anchor component="button" type="button" mih={24} onClick={onBack}>
            {t('signIn.back')}
          </Anchor>
        </Stack>
      </form>
    </FrontPage>
  )
}
