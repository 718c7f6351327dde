import { newId, type Tx } from '#platform/database/index.ts'
import { type Actor, invalid, notFound, type Permission } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { randomCredential } from '#platform/secrets/index.ts'
import { readAccount, standingIn } from '../../accounts/index.ts'
import { type ActingUser, record, recordEach } from '../../audit/index.ts'
import { type AdminNotice, readUser, tellAdmins } from '../../users/index.ts'
import { notAllowed } from '../errors.ts'
import { makeApiKeys } from '../permissions.ts'
import type { NewApiKey, PermissionOfRoles } from './schema.ts'
import * as store from './store.ts'

/** What every key begins with, so that people and programs that look for lost secrets know one when they see it. */
export const keyMark = 'rc_'

/** Random bytes of a key that may be shown: eight characters, by which keys of an account are told apart. */
const shownBytes = 6
const shownLength = 8
const secretBytes = 32

/**
 * Makes an API key. The admins are told by mail.
 * @returns the key itself, which is kept nowhere
 * @throws Refusal 422 for a scope that a key cannot hold or the maker does not, and for an end in the past
 */
export async function makeApiKey(
  platform: Platform,
  actor: Actor,
  given: NewApiKey,
): Promise<{ row: store.ApiKeyRow; key: string }> {
  const now = platform.clock.now()
  const expiresAt = given.expiresAt === null ? null : new Date(given.expiresAt)
  if (expiresAt !== null && expiresAt <= now) throw endedAlready()
  return platform.database.inAccount(actor.accountId, async (tx) => {
    const scopes = await scopesToGive(platform, tx, actor, given.scopes)
    const credential = randomCredential(tx.accountId, shownBytes + secretBytes)
    const row = await store.insertApiKey(tx, {
      keyId: newId(),
      name: given.name,
      prefix: keyMark + credential.text.slice(0, credential.text.indexOf('.') + 1 + shownLength),
      tokenHash: credential.hash,
      scopes,
      createdBy: actor.userId,
      createdByName: actor.name,
      createdAt: now,
      expiresAt,
    })
    const details = { name: row.name, scopes, expiresAt: expiresAt?.toISOString() ?? null }
    await record(tx, actor, 'api-key.made', { kind: 'api-key', id: row.keyId }, details)
    await tellAdmins(platform, tx, actor, { what: 'api-key-made', details: { name: row.name } })
    return { row, key: keyMark + credential.text }
  })
}

/**
 * Revokes a key: the next request with it is refused, in every process. Once revoked, it stays so, and asking again changes nothing.
 * @throws Refusal 404 unknown
 */
export async function revokeApiKey(platform: Platform, actor: Actor, keyId: string): Promise<void> {
  await platform.database.inAccount(actor.accountId, async (tx) => {
    const revoked = await store.revokeApiKey(tx, keyId, platform.clock.now(), actor.name)
    if (revoked) await record(tx, actor, 'api-key.revoked', { kind: 'api-key', id: keyId }, revoked)
    else if (!(await store.hasApiKey(tx, keyId))) throw notFound()
  })
}

/**
 * Revokes the keys of people who administer the account no more, in the transaction in which they lose it. Who holds a person's key would else
 * keep what the person has lost. The caller has locked the people; the admins are told by mail, once for all keys.
 */
export async function endApiKeysOf(
  platform: Platform,
  tx: Tx,
  actor: ActingUser,
  userIds: string[],
): Promise<void> {
  const ended = await store.revokeApiKeysOf(tx, userIds, platform.clock.now(), actor.name)
  await recordEach(
    tx,
    actor,
    'api-key.revoked',
    ended.map(({ keyId, name }) => ({ subject: { kind: 'api-key', id: keyId }, details: { name } })),
  )
  const [first] = ended
  if (!first) return
  const notice: AdminNotice =
    ended.length === 1
      ? { what: 'api-key-ended', details: { name: first.name } }
      : { what: 'api-keys-ended', details: { count: ended.length } }
  await tellAdmins(platform, tx, actor, notice)
}

/** Every permission that means something in the account: only a partner has customers. */
export async function permissionsOf(
  { database, permissions }: Platform,
  accountId: string,
): Promise<PermissionOfRoles[]> {
  const account = await database.inAccount(accountId, (tx) => readAccount(tx))
  return permissions
    .filter(({ ofPartners }) => !ofPartners || account?.kind === 'partner')
    .map(({ name, allows, heldBy, forKeys = false }) => ({ name, allows, heldBy, forKeys }))
}

/**
 * The scopes as they are kept: each once, in order. Nobody gives a key what they do not have themselves; they are locked until the end of the
 * transaction, so that who is deactivated in the same moment leaves no key behind.
 */
async function scopesToGive(
  { clock, permissions }: Platform,
  tx: Tx,
  actor: Actor,
  asked: string[],
): Promise<string[]> {
  const maker = await readUser(tx, actor.userId, true)
  const role = maker?.status === 'registered' && maker.role === 'admin' ? 'admin' : 'user'
  const standing = await standingIn(tx, { ...actor, role }, clock.now())
  const holds = (permission: Permission) => standing !== undefined && permission.heldBy.includes(standing)
  if (!holds(makeApiKeys)) throw notAllowed(makeApiKeys.allows)
  const known = new Map(permissions.map((one) => [one.name, one]))
  const errors = asked.flatMap((scope, at) => {
    const permission = known.get(scope)
    const message =
      permission?.forKeys && holds(permission) ? notOfAccount(permission, actor) : notForKeys(scope)
    return message === undefined ? [] : [{ path: `scopes.${at}`, code: 'field.unknown-scope', message }]
  })
  if (errors.length > 0) throw invalid(errors)
  return [...new Set(asked)].sort()
}

const notForKeys = (scope: string) =>
  `A key cannot be given "${scope}". The permissions of the account that have forKeys can be.`

/** What keeps a permission that a key may have from keys of the maker's account. */
function notOfAccount({ name, ofPartners }: Permission, maker: Actor): string | undefined {
  if (!ofPartners || maker.homeAccountKind === 'partner') return undefined
  return `A customer’s key cannot be given "${name}": only a partner has customers.`
}

const endedAlready = () =>
  invalid([{ path: 'expiresAt', code: 'field.past', message: 'Choose a time that is still to come.' }])
