import { randomBytes } from 'node:crypto'
import type { Tx } from '#platform/database/index.ts'
import { type Actor, notFound } from '#platform/http/index.ts'
import { OutboundError } from '#platform/outbound/index.ts'
import type { Platform } from '#platform/platform.ts'
import { type ActingUser, type OtherActor, record } from '../../audit/index.ts'
import { tellAdmins } from '../../users/index.ts'
import { readDomainName } from './domain-names.ts'
import {
  claimDomain,
  type DomainRow,
  deleteDomain,
  insertDomain,
  listDomains,
  markChecked,
  markVerified,
  readDomain,
} from './domains-store.ts'
import { domainKnown, domainTaken, domainUnproven, lastVerifiedDomain, tooManyDomains } from './errors.ts'
import { findSignInOf, lockSignIn } from './provider-store.ts'
import type { EmailDomain } from './schema.ts'

/** More than the largest company has, and few enough to be read in one page. */
const domainsMax = 100

/** A domain as the API shows it, with the record that proves it. */
export function presentDomain({ challenge, verifiedBy, ...row }: DomainRow): EmailDomain {
  return {
    domain: row.domain,
    recordName: recordNameOf(row.domain),
    recordValue: recordValueOf(challenge),
    createdAt: row.createdAt.toISOString(),
    checkedAt: row.checkedAt?.toISOString() ?? null,
    verifiedAt: row.verifiedAt?.toISOString() ?? null,
    verifiedBy: verifiedBy as EmailDomain['verifiedBy'],
  }
}

/** A name of its own: nobody can register a label with `_`, so that an ending such as co.uk cannot be proven (docs/decisions/0029-single-sign-on.md). */
const recordNameOf = (domain: string) => `_rollcall.${domain}`
const recordValueOf = (challenge: string) => `rollcall-verification=${challenge}`

/**
 * Adds an e-mail domain, to be proven. It counts for nothing until then, so that it may stand in several accounts.
 * @throws Refusal 422 `auth.domain-unfit`; 409 `auth.domain-known`, `auth.too-many-domains`
 */
export async function addDomain(platform: Platform, actor: Actor, given: string): Promise<DomainRow> {
  const domain = readDomainName(given)
  return platform.database.inAccount(actor.accountId, async (tx) => {
    await lockSignIn(tx)
    if ((await listDomains(tx)).length >= domainsMax) throw tooManyDomains(domainsMax)
    const row = await insertDomain(tx, newRow(platform, domain))
    if (!row) throw domainKnown(domain)
    await recordAct(tx, actor, 'email-domain.added', domain)
    return row
  })
}

const newRow = ({ clock }: Platform, domain: string) => ({
  domain,
  challenge: randomBytes(20).toString('base64url'),
  createdAt: clock.now(),
})

/**
 * Looks for the record that proves a domain, in no transaction of ours. A domain must take mail, too: what takes none, such as the ending of a country,
 * is nobody's address.
 * @throws Refusal 404; 409 `auth.domain-unproven`
 */
export async function lookForProof(
  platform: Platform,
  { accountId }: Actor,
  domain: string,
): Promise<DomainRow> {
  const row = await platform.database.inAccount(accountId, async (tx) => {
    await markChecked(tx, domain, platform.clock.now())
    return readDomain(tx, domain)
  })
  if (!row) throw notFound()
  const fault = row.verifiedAt ? undefined : await faultOf(platform, row)
  if (fault) throw domainUnproven(fault)
  return row
}

/**
 * Takes a domain for proven; the other admins are told.
 * @param row as `lookForProof` has found it
 * @throws Refusal 404; 409 `auth.domain-taken`
 */
export async function checkDomain(platform: Platform, actor: Actor, row: DomainRow): Promise<DomainRow> {
  const { domain } = row
  if (row.verifiedAt) return row
  return platform.database.inAccount(actor.accountId, async (tx) => {
    await lockSignIn(tx)
    // It may have been removed, and added with another challenge, while the name servers were asked.
    if ((await readDomain(tx, domain))?.challenge !== row.challenge) throw notFound()
    const verified = await verify(platform, tx, actor, domain, 'dns')
    await tellAdmins(platform, tx, actor, { what: 'single-sign-on-changed', details: {} })
    return verified
  })
}

/** What is missing for the proof, and what to do; undefined where nothing is. */
async function faultOf(
  { outbound }: Platform,
  { domain, challenge }: DomainRow,
): Promise<string | undefined> {
  const [recordName, recordValue] = [recordNameOf(domain), recordValueOf(challenge)]
  try {
    const texts = await outbound.names.textRecords(recordName)
    if (texts.length === 0) {
      return `There is no TXT record at ${recordName} yet. Add it with the value ${recordValue}; it may take an hour until it is seen.`
    }
    if (!texts.some((text) => text.trim() === recordValue)) {
      return `The TXT record at ${recordName} says something else. Give it the value ${recordValue}.`
    }
    const hosts = await outbound.names.mailHosts(domain)
    return hosts.length > 0
      ? undefined
      : `${domain} takes no mail: it has no MX record. Enter the part after the @ of your addresses.`
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error
    return `The name servers of ${domain} do not answer at the moment. Try again in a few minutes.`
  }
}

/**
 * The operator's word for a domain, at the shell: it is verified, and added where it was not.
 * @throws Refusal 422 `auth.domain-unfit`; 409 `auth.domain-taken`
 */
export async function verifyDomain(
  platform: Platform,
  operator: OtherActor,
  accountId: string,
  given: string,
): Promise<string> {
  const domain = readDomainName(given)
  await platform.database.inAccount(accountId, async (tx) => {
    await lockSignIn(tx)
    await insertDomain(tx, newRow(platform, domain))
    await verify(platform, tx, operator, domain, 'operator')
  })
  return domain
}

async function verify(
  { clock }: Platform,
  tx: Tx,
  actor: ActingUser | OtherActor,
  domain: string,
  by: 'dns' | 'operator',
): Promise<DomainRow> {
  if (!(await claimDomain(tx, domain))) throw domainTaken(domain)
  await recordAct(tx, actor, 'email-domain.verified', domain, { by })
  return markVerified(tx, domain, by, clock.now())
}

/**
 * Gives a domain up, so that another account may have it. Who was linked by an address in it stays so.
 * @throws Refusal 404; 409 `auth.last-verified-domain`
 */
export async function removeDomain(platform: Platform, actor: Actor, domain: string): Promise<void> {
  await platform.database.inAccount(actor.accountId, async (tx) => {
    await lockSignIn(tx)
    const row = await readDomain(tx, domain)
    if (!row) throw notFound()
    const others = (await listDomains(tx)).filter((each) => each.verifiedAt && each.domain !== domain)
    if (row.verifiedAt && others.length === 0 && (await findSignInOf(tx))) throw lastVerifiedDomain()
    await deleteDomain(tx, domain)
    await recordAct(tx, actor, 'email-domain.removed', domain)
    if (row.verifiedAt) await tellAdmins(platform, tx, actor, { what: 'single-sign-on-changed', details: {} })
  })
}

function recordAct(
  tx: Tx,
  actor: ActingUser | OtherActor,
  action: string,
  domain: string,
  details: Record<string, string> = {},
): Promise<void> {
  return record(tx, actor, action, { kind: 'email-domain', id: null }, { name: domain, ...details })
}
