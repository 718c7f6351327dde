import { later } from '#platform/clock/clock.ts'
import { type Actor, invalid, type SignedIn } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { randomCredential } from '#platform/secrets/index.ts'
import { record } from '../audit/index.ts'
import { readUser, type UserRow } from '../users/index.ts'
import { notSignedIn, stepUpRequired, wrongPassword } from './errors.ts'
import { stepUpMinutes } from './gatekeeper.ts'
import { tellPerson } from './notices.ts'
import type { OwnPassword } from './own-schema.ts'
import { holdSession } from './own-store.ts'
import { acceptPassword, type PasswordOwner, passwordOwner } from './password-policy.ts'
import { verifyPassword } from './passwords.ts'
import type { Client } from './sessions.ts'
import { setPassword } from './set-password.ts'
import { singleSignOnOnly } from './single-sign-on/errors.ts'
import { localPasswordsAllowed } from './single-sign-on/local-passwords.ts'
import { proveInSession } from './step-up.ts'
import * as store from './store.ts'

/**
 * Changes the caller's own password. Their other sessions end, no device of theirs is known or remembered any more, and they are told by mail. Of two
 * at once one wins.
 * @returns the token that the session has from now on
 * @throws Refusal 409 `auth.single-sign-on-only`; 403 `auth.wrong-password`, which counts like a wrong step-up: the fifth in a row ends the session
 * (401); 422 as `acceptPassword` does; 403 `auth.step-up-required` of who has no password and proved themselves too long ago; 503 `auth.busy`
 */
export async function changeOwnPassword(
  platform: Platform,
  actor: Actor & SignedIn,
  given: OwnPassword,
  client: Client,
): Promise<string> {
  const { owner, current } = await platform.database.inAccount(actor.homeAccountId, async (tx) => {
    if (!(await localPasswordsAllowed(tx))) throw singleSignOnOnly()
    return {
      owner: (await passwordOwner(tx, actor.userId)) as PasswordOwner,
      current: await store.readPasswordHash(tx, actor.userId),
    }
  })
  const change = async () => {
    const hash = await acceptPassword(platform, given.newPassword, owner, 'newPassword')
    return replacePassword(platform, actor, { current, hash }, client)
  }
  if (current === undefined) {
    // Who has no password yet came by single sign-on: that they are still there is proven as for every delicate act.
    if (later(actor.steppedUpAt, { minutes: stepUpMinutes }) < platform.clock.now()) throw stepUpRequired()
    return change()
  }
  const { currentPassword } = given
  if (currentPassword === undefined) {
    const message = 'Enter your current password.'
    throw invalid([{ path: 'currentPassword', code: 'field.required', message }])
  }
  return proveInSession(platform, actor, async () => {
    if (!(await verifyPassword(platform, currentPassword, current))) throw wrongPassword()
    return change()
  })
}

/** @param hashes of the password that was proven, and of the one in its place */
async function replacePassword(
  platform: Platform,
  actor: Actor & SignedIn,
  hashes: { current: string | undefined; hash: string },
  client: Client,
): Promise<string> {
  return platform.database.inAccount(actor.homeAccountId, async (tx) => {
    const user = (await readUser(tx, actor.userId, true)) as UserRow
    if (!(await holdSession(tx, actor.sessionId))) throw notSignedIn()
    // What was proven may have been replaced meanwhile, and single sign-on turned on.
    if ((await store.readPasswordHash(tx, actor.userId)) !== hashes.current) throw wrongPassword()
    if (!(await localPasswordsAllowed(tx))) throw singleSignOnOnly()
    const password = { hash: hashes.hash, setBy: 'session' } as const
    const sessionsEnded = await setPassword(platform, tx, user, password, actor.sessionId)
    const token = randomCredential(tx.accountId, 32)
    await store.rotateSession(tx, actor.sessionId, token.hash, platform.clock.now())
    await record(tx, actor, 'password.changed', { kind: 'user', id: actor.userId }, { sessionsEnded })
    await tellPerson(platform, tx, actor.userId, { what: 'password-changed', details: {} }, client)
    return token.text
  })
}
