import { later } from '#platform/clock/clock.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import type { Caller, Permission } from '#platform/http/index.ts'
import { beginAttempt, type Limit, networkOf } from '#platform/limits/index.ts'
import type { Platform } from '#platform/platform.ts'
import { parseCredential } from '#platform/secrets/index.ts'
import { fullName } from '../../users/index.ts'
import { apiKeyUnknown, tooManyAttempts } from '../errors.ts'
import { localPasswordsAllowed } from '../single-sign-on/local-passwords.ts'
import { keyMark } from './api-keys.ts'
import * as store from './store.ts'

/** How exactly the last use is known. */
const touchIntervalMinutes = 5

/** One network that tries keys. */
const keysFromNetwork: Limit = {
  name: 'API keys from a network',
  free: 20,
  windowSeconds: 60 * 60,
  firstPauseSeconds: 30,
  longestPauseSeconds: 15 * 60,
}

const never = new Date(8.64e15)
const longAgo = new Date(0)

/** A key that opens something, and what its maker is. */
type FoundKey = NonNullable<Awaited<ReturnType<typeof findKey>>>

/**
 * Which key is this? Asked of the database at every request: a key that was revoked is refused at the next, in every process.
 * @param text as it stood behind `Bearer`
 * @returns undefined, alike for unknown, malformed, expired, revoked and foreign
 */
export async function findKey({ database, clock }: Platform, text: string) {
  const credential = text.startsWith(keyMark) ? parseCredential(text.slice(keyMark.length)) : undefined
  if (credential === undefined) return undefined
  const { accountId, hash } = credential
  return database.inAccount(accountId, async (tx) => {
    const key = await store.findOpenApiKey(tx, { tokenHash: hash }, clock.now())
    return key && { ...key, accountId, mustEnrolSecondFactor: await mustEnrol(tx, key) }
  })
}

/**
 * Who calls with the key that was found.
 * @throws Refusal 401 `auth.api-key-unknown` where none was; 429 `auth.too-many-attempts` after many such from one network
 */
export async function callerOfKey(
  platform: Platform,
  found: FoundKey | undefined,
  address: string,
): Promise<Caller> {
  // Wrong ones are counted after they were looked up, unlike passwords: nobody guesses 256 bits, so what is guarded is the log and the database,
  // and a right key neither costs a write nor waits for others of its network.
  if (!found) throw await refusalOfWrongKey(platform, address)
  const { accountId, lastUsedAt, keyId } = found
  if (!lastUsedAt || later(lastUsedAt, { minutes: touchIntervalMinutes }) < platform.clock.now())
    noteUse(platform, accountId, keyId, address)
  return {
    userId: found.createdBy,
    homeAccountId: accountId,
    homeAccountKind: found.kind as Caller['homeAccountKind'],
    role: 'admin',
    name: `${fullName(found)} (${found.name})`,
    email: found.email,
    sessionId: null,
    expiresAt: found.expiresAt ?? never,
    steppedUpAt: longAgo,
    signedInBy: 'api-key',
    hasSecondFactor: false,
    mustEnrolSecondFactor: found.mustEnrolSecondFactor,
    lacksSecondFactor: false,
    scopes: found.scopes,
    apiKey: { id: keyId, name: found.name },
  }
}

/** Whether a key that began something in the background, in its own account, is still good for it. */
export async function apiKeyHolds(
  tx: Tx,
  keyId: string,
  permission: Permission,
  now: Date,
): Promise<boolean> {
  const key = await store.findOpenApiKey(tx, { keyId }, now)
  return key?.scopes.includes(permission.name) ?? false
}

/**
 * Whether the key's maker has a second factor to enrol first. Who has no password that signs in comes by single sign-on, which is not asked for one.
 */
async function mustEnrol(
  tx: Tx,
  maker: NonNullable<Awaited<ReturnType<typeof store.findOpenApiKey>>>,
): Promise<boolean> {
  if (!maker.adminsNeedSecondFactor || maker.secondFactorSince !== null) return false
  return maker.passwordSince !== null && (await localPasswordsAllowed(tx))
}

async function refusalOfWrongKey(platform: Platform, address: string) {
  const counter = { limit: keysFromNetwork, of: [networkOf(address)] }
  const waitSeconds = await platform.database.inDirectory((tx) =>
    beginAttempt(platform, tx, [counter], newId()),
  )
  return waitSeconds === undefined ? apiKeyUnknown() : tooManyAttempts(waitSeconds)
}

/** Writes down that the key is in use. Nobody waits for it, and a use that could not be noted is noted with the next. */
function noteUse({ database, clock, log }: Platform, accountId: string, keyId: string, from: string): void {
  const at = clock.now()
  const unlessSince = later(at, { minutes: -touchIntervalMinutes })
  database
    .inAccount(accountId, (tx) => store.touchApiKey(tx, keyId, { at, from, unlessSince }))
    .catch((error: unknown) => log.warn({ err: error, keyId }, 'the use of an API key was not noted'))
}
