import type { FastifyReply, FastifyRequest } from 'fastify'
import { later } from '#platform/clock/clock.ts'
import {
  type Caller,
  callerRoute,
  created,
  nothing,
  ok,
  publicRoute,
  type Route,
  sessionCookieNames,
} from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { presentAccount, readAccount } from '../accounts/index.ts'
import { notSignedIn } from './errors.ts'
import { stepUpMinutes } from './gatekeeper.ts'
import { deviceCookieNames, deviceLifeDays, rememberDevice } from './known-devices.ts'
import { Credentials, Session, SetUp, SetUpLink, SetUpLinkToken, StepUp } from './schema.ts'
import { callerOf, signIn, signOut, stepUp } from './sessions.ts'
import { finishSetUp, lookUpSetUpLink } from './set-up.ts'

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
      answers: { 201: Session },
      handle: async ({ body, raw, address, reply }) => {
        const client = { address, userAgent: raw.headers['user-agent'], device: deviceCookie(raw) }
        const { token } = await signIn(platform, body, client)
        return created(await sessionWith(platform, token, raw, reply))
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
      answers: { 200: SetUpLink },
      handle: async ({ body, address }) => ok(await lookUpSetUpLink(platform, body.token, address)),
    }),
    publicRoute({
      method: 'POST',
      path: '/set-ups',
      operation: 'finishSetUp',
      summary: 'Sets a password with a set-up link, and signs in.',
      tag: 'sessions',
      because: 'The link is the credential: 32 random bytes, used once.',
      body: SetUp,
      answers: { 201: Session },
      handle: async ({ body, raw, address, reply }) => {
        const { token } = await finishSetUp(platform, body, { address, userAgent: raw.headers['user-agent'] })
        return created(await sessionWith(platform, token, raw, reply))
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
      summary: 'Gives the password again, for delicate acts.',
      tag: 'sessions',
      because: 'It needs the cookie of the running session, which it replaces.',
      body: StepUp,
      answers: { 201: Session },
      handle: async ({ body, caller, address, requestId, raw, reply }) => {
        if (!caller) throw notSignedIn()
        const actor = { ...caller, accountId: caller.homeAccountId, address, requestId }
        return created(await sessionWith(platform, await stepUp(platform, actor, body.password), raw, reply))
      },
    }),
  ]
}

/** Gives the browser its session, and the mark by which it is known at the next sign-in. */
async function sessionWith(
  platform: Platform,
  token: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Session> {
  const caller = await callerOf(platform, token)
  if (!caller) throw notSignedIn()
  const kind = platform.origins.service.startsWith('https:') ? 'secure' : 'plain'
  const common = { path: '/', httpOnly: true, sameSite: 'lax', secure: kind === 'secure' } as const
  const device = await rememberDevice(platform, deviceCookie(request), caller.email)
  reply.setCookie(sessionCookieNames[kind], token, common)
  reply.setCookie(deviceCookieNames[kind], device, { ...common, maxAge: deviceLifeDays * 24 * 3600 })
  return presentSession(platform, caller)
}

function deviceCookie({ cookies }: FastifyRequest): string | undefined {
  return cookies[deviceCookieNames.secure] ?? cookies[deviceCookieNames.plain]
}

async function presentSession(platform: Platform, caller: Caller): Promise<Session> {
  const account = await platform.database.inAccount(caller.homeAccountId, readAccount)
  if (!account) throw notSignedIn()
  return {
    user: { id: caller.userId, name: caller.name, email: caller.email, role: caller.role },
    account: presentAccount(account),
    expiresAt: caller.expiresAt.toISOString(),
    steppedUpUntil: later(caller.steppedUpAt, { minutes: stepUpMinutes }).toISOString(),
  }
}
