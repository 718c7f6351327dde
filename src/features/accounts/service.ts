import { newId, type Tx } from '#platform/database/index.ts'
import { type Actor, type Caller, notFound, type Permission, stale } from '#platform/http/index.ts'
import type { Platform } from '#platform/platform.ts'
import { changesBetween, lastActorOn, type OtherActor, record } from '../audit/index.ts'
import { notAPartner } from './errors.ts'
import { judgePartnerAccess, partnerMayEnter, tellPartnerAccess } from './partner-access.ts'
import type { Account, AccountChanges, NewAccount } from './schema.ts'
import { judgeStatus, tellStatus } from './status.ts'
import {
  type Access,
  type AccountDetails,
  type AccountRow,
  claimPart,
  insertAccount,
  lockAccount,
  readAccess,
  readAccount,
  readPart,
  updateAccount,
} from './store.ts'

declare module '#platform/events/events.ts' {
  interface Events {
    /** A customer or partner was made; in its own transaction, already inside the account. */
    'account.created': { kind: 'partner' | 'customer' }
  }
}

/** Adds a customer below the caller's partner. */
export async function addCustomer(
  platform: Platform,
  actor: Actor,
  customer: NewAccount,
): Promise<AccountRow> {
  if (actor.homeAccountKind !== 'partner') throw notAPartner()
  return addAccount(platform, actor, { ...customer, parentId: actor.homeAccountId })
}

/** Adds a customer below this partner: the shell's act. */
export function addCustomerOf(
  platform: Platform,
  actor: OtherActor,
  partnerId: string,
  customer: NewAccount,
): Promise<AccountRow> {
  return addAccount(platform, actor, { ...customer, parentId: partnerId })
}

/** Adds a partner below the operator: the shell's act. */
export async function addPartner(
  platform: Platform,
  actor: OtherActor,
  name: string,
  country: string,
): Promise<AccountRow> {
  const parentId = await operatorRoot(platform)
  return addAccount(platform, actor, {
    kind: 'partner',
    parentId,
    name,
    country,
    language: 'en',
    timeZone: 'UTC',
  })
}

/** The partner that the first start makes; found again at every later start. */
export async function firstPartner(platform: Platform, actor: OtherActor): Promise<string> {
  const known = await platform.database.inDirectory((tx) => readPart(tx, 'first-partner'))
  if (known) return known
  const parentId = await operatorRoot(platform)
  const partner = {
    kind: 'partner',
    parentId,
    name: 'First partner',
    country: 'ZZ',
    language: 'en',
    timeZone: 'UTC',
  } as const
  const made = await addAccount(platform, actor, partner, (tx) =>
    claimPart(tx, 'first-partner', tx.accountId),
  )
  return made.accountId
}

async function addAccount(
  platform: Platform,
  actor: Actor | OtherActor,
  account: Pick<AccountRow, 'parentId' | 'name' | 'country' | 'language' | 'timeZone'> &
    Partial<AccountDetails> & { kind: 'partner' | 'customer' },
  claim?: (tx: Tx) => Promise<boolean>,
): Promise<AccountRow> {
  return platform.database.inAccount(newId(), async (tx) => {
    if (claim && !(await claim(tx)))
      throw new Error('Another process is making the first account. Start again.')
    const { name, kind } = account
    await insertAccount(tx, { ...account, now: platform.clock.now() })
    await record(tx, actor, 'account.added', { kind: 'account', id: tx.accountId }, { name, kind })
    await platform.events.tell(tx, 'account.created', { kind })
    return (await readAccount(tx)) as AccountRow
  })
}

/** The root of the tree; made at the first call, by whichever process is first. */
async function operatorRoot({ database, clock }: Platform): Promise<string> {
  const known = await database.inDirectory((tx) => readPart(tx, 'operator'))
  if (known) return known
  return database.inAccount(newId(), async (tx) => {
    if (!(await claimPart(tx, 'operator', tx.accountId))) return (await readPart(tx, 'operator')) as string
    const root = {
      parentId: null,
      kind: 'operator',
      name: 'Operator',
      country: 'ZZ',
      language: 'en',
      timeZone: 'UTC',
    }
    await insertAccount(tx, { ...root, now: clock.now() })
    return tx.accountId
  })
}

/**
 * Changes an account's settings, whether it is active (UA-1), or whether its partner may enter.
 * @throws Refusal 412 when it was changed since `expectedVersion`; `accounts.status-of-partner`; `accounts.deactivated`;
 *   `accounts.partner-access-of-customer`; 422 when access would end in the past
 */
export async function changeAccount(
  platform: Platform,
  actor: Actor,
  { status, partnerAccess, ...settings }: AccountChanges,
  expectedVersion: number | undefined,
): Promise<AccountRow> {
  return platform.database.inAccount(actor.accountId, async (tx) => {
    const before = await lockAccount(tx)
    if (!before) throw notFound()
    if (expectedVersion !== undefined && expectedVersion !== before.version)
      throw stale(await lastActorOn(tx, 'account', tx.accountId))
    const now = platform.clock.now()
    const changesMore = Object.keys(settings).length > 0
    const becomes = judgeStatus(actor, before, { status, changesMore: changesMore || !!partnerAccess })
    const access = judgePartnerAccess(actor, before, partnerAccess, now)
    const changes = { ...settings, ...(becomes ? { status: becomes } : {}), ...access }
    if (Object.keys(changes).length === 0) return before
    const changed = await updateAccount(tx, changes, now)
    if (changesMore) {
      const details = { name: before.name, changes: changesBetween(before, settings) }
      await record(tx, actor, 'account.changed', { kind: 'account', id: tx.accountId }, details)
    }
    if (becomes) await tellStatus(platform, tx, actor, becomes)
    if (access) await tellPartnerAccess(platform, tx, actor, before, access)
    return changed
  })
}

/** What a caller may be to an account; as the partner of a deactivated one they may reactivate it, and little else. */
type Standing = Permission['heldBy'][number]

/** What a caller is to the account that was entered. Undefined: it does not exist for them. */
export async function standingIn(tx: Tx, caller: InStanding, now: Date): Promise<Standing | undefined> {
  return standingOf(caller, await readAccess(tx), now)
}

/** What of a caller decides what they are to an account. */
type InStanding = Pick<Caller, 'homeAccountId' | 'homeAccountKind' | 'role'>

/** What a caller is to an account: the only place that decides it. Undefined: the account does not exist for them. */
export function standingOf(caller: InStanding, account: Access | undefined, now: Date): Standing | undefined {
  if (!account) return undefined
  const isActive = account.status === 'active'
  if (account.accountId === caller.homeAccountId) {
    if (!isActive) return undefined
    return caller.role === 'admin' ? 'account-admin' : 'account-user'
  }
  const isItsPartner = caller.homeAccountKind === 'partner' && account.parentId === caller.homeAccountId
  if (!isItsPartner || caller.role !== 'admin' || !partnerMayEnter(account, now)) return undefined
  return isActive ? 'partner-admin' : 'partner-of-deactivated'
}

/** An account as the API shows it. */
export function presentAccount(row: AccountRow): Account {
  return {
    id: row.accountId,
    kind: row.kind as Account['kind'],
    parentId: row.parentId,
    name: row.name,
    customerNumber: row.customerNumber,
    businessType: row.businessType,
    street: row.street,
    postalCode: row.postalCode,
    city: row.city,
    region: row.region,
    country: row.country,
    supportContactName: row.supportContactName,
    supportContactEmail: row.supportContactEmail,
    supportContactPhone: row.supportContactPhone,
    language: row.language as Account['language'],
    timeZone: row.timeZone,
    redirectBypass: row.redirectBypass,
    partnerAccess: {
      mode: row.partnerAccessMode as Account['partnerAccess']['mode'],
      until: row.partnerAccessUntil?.toISOString() ?? null,
    },
    directory: row.directory as Account['directory'],
    status: row.status as Account['status'],
    version: row.version,
    createdAt: row.createdAt.toISOString(),
  }
}
