import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useRouter, useRouterState } from '@tanstack/react-router'
import { type ReactNode, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '#web/lib/api/request.ts'
import type { Credentials } from '../credentials-schema.ts'
import { AccountChoice, type Choice } from './account-choice.tsx'
import { beginSingleSignOn, sessionQuery, signIn } from './session.ts'
import { SignInForm } from './sign-in-form.tsx'
import { SignInSecondFactor } from './sign-in-second-factor.tsx'
import { useLeaving } from './use-leaving.ts'

const route = getRouteApi('/sign-in')

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** Who has just set a password and signs in with it. Not in the address, which is written to logs. */
    passwordSetFor?: string
  }
}

/**
 * Signs in: by password and, where it is enrolled, a second factor; or at the identity provider. Where the address is known in several accounts, asks
 * for which one.
 */
export function SignInPage(): ReactNode {
  const { t } = useTranslation('auth')
  const { to, problem: failed } = route.useSearch()
  const passwordSetFor = useRouterState({ select: ({ location }) => location.state.passwordSetFor })
  const router = useRouter()
  const queries = useQueryClient()
  const [step, setStep] = useState<Step>({ name: 'credentials' })
  const given = useRef<Credentials>({ email: passwordSetFor ?? '', password: '' })

  const signingIn = useMutation({
    mutationFn: (more: Partial<Credentials>) => {
      given.current = { ...given.current, ...more }
      return signIn(given.current)
    },
    onSuccess: async (session) => {
      queries.clear()
      queries.setQueryData(sessionQuery.queryKey, session)
      await router.navigate({ href: to ?? '/', replace: true })
    },
    onError: (error) => setStep((now) => stepAfter(error, now)),
  })
  const leaving = useLeaving((accountId: string) =>
    beginSingleSignOn({ accountId, ...(to === undefined ? {} : { to }) }),
  )

  function startAgain() {
    signingIn.reset()
    given.current = { email: given.current.email, password: '' }
    setStep({ name: 'credentials' })
  }

  const busy = signingIn.isPending || leaving.isBusy
  const error = signingIn.error ?? leaving.error ?? undefined
  if (step.name === 'account') {
    return (
      <AccountChoice
        accounts={step.accounts}
        onChoose={(account) => signingIn.mutate({ account })}
        onBack={startAgain}
      />
    )
  }
  if (step.name === 'second-factor') {
    return (
      <SignInSecondFactor
        problem={error instanceof Problem && error.code !== 'auth.second-factor-required' ? error : undefined}
        busy={busy}
        onGive={(code) => signingIn.mutate(code)}
        onBack={startAgain}
      />
    )
  }
  return (
    <SignInForm
      initial={given.current}
      notice={passwordSetFor === undefined ? undefined : t('signIn.passwordSet')}
      problem={error?.message ?? (failed && t(`singleSignOnProblem.${failed}`))}
      busy={busy}
      onGive={({ email, password }) => {
        leaving.reset()
        given.current = { email, password }
        signingIn.mutate({})
      }}
      onSingleSignOn={({ accountId }) => {
        signingIn.reset()
        leaving.leave(accountId)
      }}
    />
  )
}

type Step = { name: 'credentials' } | { name: 'account'; accounts: Choice[] } | { name: 'second-factor' }

/** Where an answer leads: what was given is asked for again, unless the server asks for something else. */
function stepAfter(error: unknown, now: Step): Step {
  const { code, members } = error instanceof Problem ? error : {}
  if (code === 'auth.account-choice') return { name: 'account', accounts: members?.accounts as Choice[] }
  if (code === 'auth.second-factor-required') return { name: 'second-factor' }
  // The password has changed meanwhile, or too many codes were wrong: what leads on is at the beginning. The choice of an account has no place
  // for a sentence.
  const isOver = now.name === 'account' || code === 'auth.wrong-credentials' || code === 'auth.locked'
  return isOver ? { name: 'credentials' } : now
}
