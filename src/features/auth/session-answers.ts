import type { FastifyReply, FastifyRequest } from 'fastify'
import { later } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/index.ts'
import { type Caller, cookieOf, sessionCookieNames } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { parseCredential } from '#platform/secrets/index.ts'
import { type AccountRow, presentAccount, readAccount } from '../accounts/index.ts'
import { notSignedIn } from './errors.ts'
import { stepUpMinutes } from './gatekeeper.ts'
import { deviceCookieNames, deviceLifeDays, rememberDevice } from './known-devices.ts'
import type { Session } from './schema.ts'
import { rememberedCookieNames, rememberedLifeDays } from './second-factors/remembered-devices.ts'
import { callerIn, type Opened } from './sessions.ts'
import { readStanding, type Standing } from './sign-in-store.ts'

/** What the browser brought: the mark by which it is known, and that with which it is asked for the password only. */
export function cookiesOf(
  { origins }: Platform,
  request: FastifyRequest,
): { device: string | undefined; remembered: string | undefined } {
  return {
    device: cookieOf(request, deviceCookieNames, origins.service),
    remembered: cookieOf(request, rememberedCookieNames, origins.service),
  }
}

/** A session, and what a browser is given with it. */
export interface SessionAnswer {
  session: Session
  /** Of the session. */
  token: string
  /** The mark by which the browser is known at the next sign-in. */
  device: string
}

/**
 * Makes the answer to whoever opened a session in this transaction, or got a new token in it.
 * @param device the mark that the browser brought
 * @throws Refusal 401 `auth.not-signed-in`
 */
export async function sessionAnswer(
  platform: Platform,
  tx: Tx,
  token: string,
  device: string | undefined,
): Promise<SessionAnswer> {
  const caller = await callerIn(platform, tx, token)
  if (!caller) throw notSignedIn()
  return {
    session: await presentIn(tx, caller),
    token,
    device: await rememberDevice(platform, tx, device, caller.email),
  }
}

/** The same to whoever opened one just now, of whom all is known. @param device the mark that the browser brought */
export async function answerOf(
  platform: Platform,
  tx: Tx,
  { token, caller, account, person }: Opened,
  device: string | undefined,
): Promise<SessionAnswer> {
  return {
    session: present(caller, account, person),
    token,
    device: await rememberDevice(platform, tx, device, caller.email),
  }
}

/** Sets the cookies of a session. */
export function giveSession(
  platform: Platform,
  { session, token, device }: SessionAnswer,
  reply: FastifyReply,
): Session {
  const { kind, attributes } = cookieKind(platform)
  reply.setCookie(sessionCookieNames[kind], token, attributes)
  reply.setCookie(deviceCookieNames[kind], device, { ...attributes, maxAge: deviceLifeDays * 24 * 3600 })
  return session
}

/**
 * Gives the browser its session, and the mark by which it is known at the next sign-in.
 * @param token of the session that was opened, or given a new token
 */
export async function answerWithSession(
  platform: Platform,
  token: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Session> {
  const { accountId } = parseCredential(token) ?? {}
  if (accountId === undefined) throw notSignedIn()
  const { device } = cookiesOf(platform, request)
  const answer = await platform.database.inAccount(accountId, (tx) =>
    sessionAnswer(platform, tx, token, device),
  )
  return giveSession(platform, answer, reply)
}

/** Has the browser asked for the password only, from now on. */
export function setRememberedCookie(platform: Platform, reply: FastifyReply, token: string): void {
  const { kind, attributes } = cookieKind(platform)
  const maxAge = rememberedLifeDays * 24 * 3600
  reply.setCookie(rememberedCookieNames[kind], token, { ...attributes, maxAge })
}

/** Who is signed in, and with what they can prove themselves again. */
export async function presentSession({ database }: Platform, caller: Caller): Promise<Session> {
  return database.inAccount(caller.homeAccountId, (tx) => presentIn(tx, caller))
}

async function presentIn(tx: Tx, caller: Caller): Promise<Session> {
  const account = (await readAccount(tx)) as AccountRow
  return present(caller, account, (await readStanding(tx, caller.userId)) as Standing)
}

function present(
  caller: Caller,
  account: AccountRow,
  { hash, usesPasswords, secondFactorSince }: Standing,
): Session {
  return {
    user: { id: caller.userId, name: caller.name, email: caller.email, role: caller.role },
    account: presentAccount(account),
    expiresAt: caller.expiresAt.toISOString(),
    steppedUpUntil: later(caller.steppedUpAt, { minutes: stepUpMinutes }).toISOString(),
    // Only people have sessions.
    signedInBy: caller.signedInBy as Session['signedInBy'],
    hasPassword: usesPasswords && hash !== null,
    hasSecondFactor: secondFactorSince !== null,
    mustEnrolSecondFactor: caller.mustEnrolSecondFactor,
  }
}

/** The `__Host-` prefix wherever the browser allows it, that is everywhere but on plain-http localhost. */
function cookieKind({ origins }: Platform) {
  const kind = origins.service.startsWith('https:') ? 'secure' : 'plain'
  const attributes = { path: '/', httpOnly: true, sameSite: 'lax', secure: kind === 'secure' } as const
  return { kind, attributes } as const
}
