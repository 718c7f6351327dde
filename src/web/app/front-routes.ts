import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute } from '@tanstack/react-router'
import type { SingleSignOnProblem } from '#features/auth/single-sign-on/schema.ts'
import { keysOf, oneOf, ownPathOf } from '#web/lib/address.ts'
import { speakToVisitor } from '#web/lib/i18n/speech.ts'
import { page } from './page.ts'

// The pages before somebody is signed in.

/** Why a way through an identity provider failed. */
export const singleSignOnProblems = keysOf<SingleSignOnProblem>({
  'sso-failed': true,
  'sso-unknown-person': true,
  'sso-refused': true,
  'sso-expired': true,
})

export const root = createRootRouteWithContext<{ queries: QueryClient }>()()

/** Of each page below: its language. */
const front = { getParentRoute: () => root, beforeLoad: speakToVisitor } as const

const signIn = createRoute({
  ...front,
  path: 'sign-in',
  validateSearch: (
    given: Record<string, unknown>,
  ): { to?: string | undefined; problem?: SingleSignOnProblem | undefined } => ({
    to: ownPathOf(given.to),
    problem: oneOf(singleSignOnProblems, given.problem),
  }),
  component: page(['auth'], () => import('#features/auth/web/sign-in-page.tsx'), 'SignInPage'),
})

const setUp = createRoute({
  ...front,
  path: 'setup/$token',
  component: page(['auth'], () => import('#features/auth/web/set-up-page.tsx'), 'SetUpPage'),
})

const welcome = createRoute({
  ...front,
  path: 'welcome/$token',
  component: page(['auth'], () => import('#features/auth/web/welcome-page.tsx'), 'WelcomePage'),
})

const forgot = createRoute({
  ...front,
  path: 'forgot',
  component: page(['auth'], () => import('#features/auth/web/forgot-page.tsx'), 'ForgotPage'),
})

const reset = createRoute({
  ...front,
  path: 'reset/$token',
  component: page(['auth'], () => import('#features/auth/web/reset-page.tsx'), 'ResetPage'),
})

export const frontRoutes = [signIn, setUp, welcome, forgot, reset] as const
