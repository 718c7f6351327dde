import { callerRoute, created, nothing, ok, publicRoute, type Route } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { Credentials } from './credentials-schema.ts'
import { notSignedIn, sessionNeeded } from './errors.ts'
import { Session, SetUp, SetUpLink, SetUpLinkToken, StepUp } from './schema.ts'
import {
  answerWithSession,
  cookiesOf,
  giveSession,
  presentSession,
  setRememberedCookie,
} from './session-answers.ts'
import { signOut } from './sessions.ts'
import { finishSetUp, lookUpSetUpLink } from './set-up.ts'
import { signIn } from './sign-in.ts'
import { stepUp } from './step-up.ts'

/** Signing in and out, stepping up, and links that set a password. All but what a session asks of itself are public, each with its reason. */
export function routes(platform: Platform): Route[] {
  return [
    publicRoute({
      method: 'POST',
      path: '/sessions',
      operation: 'signIn',
      summary: 'Signs in and sets the session cookie.',
      tag: 'sessions',
      because: 'Nobody is signed in before signing in; wrong and unknown answer alike.',
      body: Credentials,
      refuses: {
        401: ['auth.wrong-credentials', 'auth.second-factor-required', 'auth.wrong-second-factor'],
        409: ['auth.account-choice'],
        429: ['auth.too-many-attempts'],
        503: ['auth.busy'],
      },
      answers: { 201: Session },
      handle: async ({ body, raw, address, reply }) => {
        const client = { address, userAgent: raw.headers['user-agent'], ...cookiesOf(platform, raw) }
        const { answer, remembered } = await signIn(platform, body, client)
        if (remembered !== undefined) setRememberedCookie(platform, reply, remembered)
        return created(giveSession(platform, answer, reply))
      },
    }),
    publicRoute({
      method: 'POST',
      path: '/set-up-lookups',
      operation: 'lookUpSetUpLink',
      summary: 'For whom a set-up link is. It is not used up by this.',
      tag: 'sessions',
      because: 'The link is the credential: 32 random bytes, used once.',
      body: SetUpLinkToken,
      refuses: { 410: ['auth.set-up-link-unknown'] },
      answers: { 200: SetUpLink },
      handle: async ({ body, address }) => ok(await lookUpSetUpLink(platform, body.token, address)),
    }),
    publicRoute({
      method: 'POST',
      path: '/set-ups',
      operation: 'finishSetUp',
      summary:
        'Sets a password with a set-up link, and signs in. 204: the person has a second factor, and signs in with both.',
      tag: 'sessions',
      because: 'The link is the credential: 32 random bytes, used once.',
      body: SetUp,
      refuses: {
        410: ['auth.set-up-link-unknown'],
        422: ['auth.password-too-short', 'auth.password-too-easy'],
      },
      answers: { 201: Session, 204: null },
      handle: async ({ body, raw, address, reply }) => {
        const token = await finishSetUp(platform, body, { address, userAgent: raw.headers['user-agent'] })
        return token === undefined ? nothing() : created(await answerWithSession(platform, token, raw, reply))
      },
    }),
    callerRoute({
      method: 'GET',
      path: '/sessions/current',
      operation: 'getSession',
      summary: 'Who is signed in.',
      tag: 'sessions',
      answers: { 200: Session },
      handle: async ({ caller }) => ok(await presentSession(platform, caller)),
    }),
    callerRoute({
      method: 'DELETE',
      path: '/sessions/current',
      operation: 'signOut',
      summary: 'Signs out.',
      tag: 'sessions',
      answers: { 204: null },
      handle: async ({ caller, address, requestId }) => {
        await signOut(platform, { ...caller, accountId: caller.homeAccountId, address, requestId })
        return nothing()
      },
    }),
    publicRoute({
      method: 'POST',
      path: '/sessions/current/step-ups',
      operation: 'stepUp',
      summary: 'Gives the password or a second factor again, for delicate acts.',
      tag: 'sessions',
      because: 'It needs the cookie of the running session, which it replaces.',
      body: StepUp,
      refuses: { 401: ['auth.wrong-second-factor'], 403: ['auth.wrong-password'] },
      answers: { 201: Session },
      handle: async ({ body, caller, address, requestId, raw, reply }) => {
        if (!caller) throw notSignedIn()
        if (caller.sessionId === null) throw sessionNeeded()
        const { sessionId } = caller
        const actor = { ...caller, sessionId, accountId: caller.homeAccountId, address, requestId }
        const client = { address, userAgent: raw.headers['user-agent'] }
        const token = await stepUp(platform, actor, body, client)
        return created(await answerWithSession(platform, token, raw, reply))
      },
    }),
  ]
}
