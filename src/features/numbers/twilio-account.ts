import type { NumberAccount } from '#connectors/kit/index.ts'
import type { Tx } from '#platform/database/index.ts'
import { type Actor, notFound, stale } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { isIntegrationOn } from '../accounts/index.ts'
import { changesBetween, lastActorOn, record } from '../audit/index.ts'
import { tellAdmins } from '../users/index.ts'
import { credentialsOf, sealSecret, tryOut } from './credentials.ts'
import { secretNeeded, twilioOn } from './errors.ts'
import { synchroniseSoon } from './jobs.ts'
import type { NewTwilioAccount, TwilioAccount, TwilioAccountChanges } from './schema.ts'
import { countTotals, dropUnseen, lockNumbers } from './store.ts'
import {
  deleteTwilio,
  markStanding,
  putTwilio,
  readTwilio,
  type Standing,
  type TwilioRow,
  updateTwilio,
} from './twilio-store.ts'
import { assertCustomer } from './user-numbers.ts'

const subject = (tx: Tx) => ({ kind: 'twilio-account', id: tx.accountId })
const connection = 'Twilio'

/** The Twilio account as the API shows it: whether there is a secret, never the secret. @throws Refusal 404 */
export async function showTwilio({ database }: Platform, accountId: string): Promise<TwilioAccount> {
  return database.inAccount(accountId, async (tx) => {
    const row = await readTwilio(tx)
    if (!row) throw notFound()
    const { secret, failureCode, failure, synchronisedAt, ...shown } = row
    return {
      ...shown,
      secretSet: secret !== '',
      failure: failureCode === null || failure === null ? null : { code: failureCode, message: failure },
      synchronisedAt: synchronisedAt?.toISOString() ?? null,
      ...(await countTotals(tx)),
    }
  })
}

/** Tries out what is about to be saved, in no transaction of ours. @throws Refusal 404 in a partner's own account, before the secret goes anywhere */
export async function tryOutNew(
  platform: Platform,
  { accountId }: Actor,
  given: NewTwilioAccount,
): Promise<Standing> {
  await platform.database.inAccount(accountId, assertCustomer)
  return tryOut(platform, given)
}

/**
 * Joins the account with its Twilio account: what does not work is kept too, with the reason. The other admins are told.
 * @param standing how trying it out went (`tryOutNew`)
 * @throws Refusal 412
 */
export async function saveTwilio(
  platform: Platform,
  actor: Actor,
  given: NewTwilioAccount,
  standing: Standing,
  expectedVersion: number | undefined,
): Promise<void> {
  await platform.database.inAccount(actor.accountId, async (tx) => {
    const before = await expected(tx, await readTwilio(tx, true), expectedVersion)
    const { origin, accountSid, keySid } = given
    const secret = await sealSecret(platform, tx, given.secret)
    await putTwilio(tx, { origin, accountSid, keySid, secret, ...standing }, platform.clock.now())
    const changes = changesBetween(before ?? {}, given, { secrets: ['secret'] })
    await record(tx, actor, 'twilio-account.saved', subject(tx), { accountSid, changes })
    await tellAdmins(platform, tx, actor, { what: 'connection-secret-changed', details: { connection } })
    if (await isIntegrationOn(tx, 'twilio')) await synchroniseSoon(tx)
  })
}

/** Whether these changes decide where a secret goes, or which: only who has just proved who they are makes them. */
export function isDelicate({ origin, accountSid, keySid, secret }: TwilioAccountChanges): boolean {
  return [origin, accountSid, keySid, secret].some((value) => value !== undefined)
}

/** Which version was tried out, and how that went; undefined where nothing about signing in changes. */
interface TriedOut {
  version: number
  standing: Standing | undefined
}

/**
 * Tries out what delicate changes would lead to, in no transaction of ours.
 * @throws Refusal 404; 412; 422 `numbers.secret-needed` where the secret would be sent elsewhere than where it was entered for
 */
export async function tryOutChanges(
  platform: Platform,
  { accountId }: Actor,
  changes: TwilioAccountChanges,
  expectedVersion: number | undefined,
): Promise<TriedOut> {
  const { version, account } = await platform.database.inAccount(accountId, async (tx) => {
    const row = await required(tx, expectedVersion)
    const account = isDelicate(changes) ? await afterwards(platform, tx, row, changes) : undefined
    return { version: row.version, account }
  })
  return { version, standing: account && (await tryOut(platform, account)) }
}

/**
 * Changes the Twilio account: whether people get its numbers, or where and as whom it signs in; then the other admins are told.
 * @param tried what is written is what was tried out (`tryOutChanges`): whoever came in between is not overwritten
 * @throws Refusal 404; 412
 */
export async function changeTwilio(
  platform: Platform,
  actor: Actor,
  changes: TwilioAccountChanges,
  { version, standing }: TriedOut,
): Promise<void> {
  await platform.database.inAccount(actor.accountId, async (tx) => {
    const before = await required(tx, version)
    const changed = changesBetween(before, changes, { secrets: ['secret'] })
    if (changed.length === 0) return
    const { secret, ...others } = changes
    const sealed = secret === undefined ? {} : { secret: await sealSecret(platform, tx, secret) }
    await updateTwilio(tx, { ...others, ...sealed, ...standing }, platform.clock.now())
    await record(tx, actor, 'twilio-account.changed', subject(tx), { changes: changed })
    if (!isDelicate(changes)) return
    await tellAdmins(platform, tx, actor, { what: 'connection-secret-changed', details: { connection } })
    if (await isIntegrationOn(tx, 'twilio')) await synchroniseSoon(tx)
  })
}

/** @throws Refusal `numbers.secret-needed` */
async function afterwards(
  platform: Platform,
  tx: Tx,
  row: TwilioRow,
  changes: TwilioAccountChanges,
): Promise<NumberAccount> {
  const kept = await credentialsOf(platform, tx, row)
  const { origin = kept.origin, accountSid = kept.accountSid, keySid = kept.keySid } = changes
  const goesElsewhere = origin !== kept.origin || accountSid !== kept.accountSid || keySid !== kept.keySid
  if (goesElsewhere && changes.secret === undefined) throw secretNeeded()
  return { origin, accountSid, keySid, secret: changes.secret ?? kept.secret }
}

/**
 * Takes the account and its Twilio account apart. People keep their numbers, which are marked as gone. The other admins are told.
 * @throws Refusal 404; 412; 409 `numbers.twilio-on`
 */
export async function removeTwilio(
  platform: Platform,
  actor: Actor,
  expectedVersion: number | undefined,
): Promise<void> {
  await platform.database.inAccount(actor.accountId, async (tx) => {
    const { origin, accountSid } = await required(tx, expectedVersion)
    if (await isIntegrationOn(tx, 'twilio')) throw twilioOn()
    await deleteTwilio(tx)
    await lockNumbers(tx, 'alone')
    await dropUnseen(tx, [], platform.clock.now())
    await record(tx, actor, 'twilio-account.removed', subject(tx), { origin, accountSid })
    await tellAdmins(platform, tx, actor, { what: 'connection-removed', details: { connection } })
  })
}

/** Tries the Twilio account out as it is, in no transaction of ours. @throws Refusal 404 */
export async function tryOutKept(
  platform: Platform,
  { accountId }: Actor,
): Promise<{ row: TwilioRow; standing: Standing }> {
  const { row, account } = await platform.database.inAccount(accountId, async (tx) => {
    const row = await required(tx, undefined)
    return { row, account: await credentialsOf(platform, tx, row) }
  })
  return { row, standing: await tryOut(platform, account) }
}

/** Keeps how the Twilio account stands. @param tried what `tryOutKept` came back with */
export async function checkTwilio(
  platform: Platform,
  actor: Actor,
  { row, standing }: { row: TwilioRow; standing: Standing },
): Promise<void> {
  await platform.database.inAccount(actor.accountId, async (tx) => {
    await markStanding(tx, row, standing)
    await record(tx, actor, 'twilio-account.checked', subject(tx), { state: standing.state })
  })
}

async function required(tx: Tx, expectedVersion: number | undefined): Promise<TwilioRow> {
  const row = await expected(tx, await readTwilio(tx, true), expectedVersion)
  if (!row) throw notFound()
  return row
}

async function expected(
  tx: Tx,
  row: TwilioRow | undefined,
  version: number | undefined,
): Promise<TwilioRow | undefined> {
  if (version !== undefined && row?.version !== version) {
    throw stale(await lastActorOn(tx, 'twilio-account', tx.accountId))
  }
  return row
}
