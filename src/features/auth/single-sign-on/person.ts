import type { Tx } from '#platform/database/index.ts'
import type { Platform } from '#platform/platform.ts'
import { endUser, record } from '../../audit/index.ts'
import { findUserByEmail, markRegistered, readUser, type UserRow } from '../../users/index.ts'
import { tellPerson } from '../notices.ts'
import type { Client } from '../sessions.ts'
import { proveAddress } from '../set-password.ts'
import { domainOf } from './domain-names.ts'
import { readDomain } from './domains-store.ts'
import {
  findIdentity,
  hasIdentityOf,
  insertIdentity,
  spendLinksOf,
  touchIdentity,
} from './identities-store.ts'
import type { Claims } from './relying-party.ts'

/** Who of the account has come, or why nobody: a sentence for the admin who tests, and for nobody else. */
export type Found = { user: UserRow; isLinked: boolean } | { because: string }

/**
 * Whom of the account the identity provider has sent, locked until the transaction ends. Who was here before is known by issuer and subject, whatever
 * their e-mail address is by now. Who was not is found by an address in a verified domain of the account, and by nothing else: an identity
 * provider is believed about the people of its own company only (threats.md "Malicious tenant admin claims another company’s domain").
 */
export async function findPerson(tx: Tx, claims: Claims): Promise<Found> {
  const known = await findIdentity(tx, claims)
  const linked = known && (await readUser(tx, known.userId, true))
  // Again, here and below: what was found may have changed while the person's lock was waited for.
  if (linked && (await findIdentity(tx, claims))?.userId === linked.userId) return admitted(linked, true)
  const { email } = claims
  if (!email)
    return { because: 'The identity provider says no e-mail address. Let it give the claim "email".' }
  if (claims.emailVerified === false) {
    return { because: `The identity provider says that it has not verified the address ${email}.` }
  }
  // Said to be verified or not said at all: the account's proof of the domain decides (docs/decisions/0029-single-sign-on.md).
  const domain = domainOf(email)
  if (!domain || !(await readDomain(tx, domain))?.verifiedAt) {
    return { because: `${email} is in no verified e-mail domain of this account. Verify the domain.` }
  }
  const named = await findUserByEmail(tx, email)
  const user = named && (await readUser(tx, named.userId, true))
  if (user && (await findIdentity(tx, claims))?.userId === user.userId) return admitted(user, true)
  if (user?.email.toLowerCase() !== email.toLowerCase()) {
    return { because: `Nobody of this account has the address ${email}. Add them, or correct their address.` }
  }
  if (await hasIdentityOf(tx, user.userId, claims.issuer)) {
    return { because: `${email} belongs to somebody who comes by another identity of the same provider.` }
  }
  return admitted(user, false)
}

function admitted(user: UserRow, isLinked: boolean): Found {
  const mayCome = ['registered', 'invited', 'unregistered'].includes(user.status)
  return mayCome ? { user, isLinked } : { because: `${user.email} is deactivated or locked.` }
}

/**
 * Notes that the person has come. At the first time they are linked with their identity, are registered if they were not (UA-20), and are told;
 * links with which they could set a password end as used.
 * @param context where from; `provider` is what people call it
 */
export async function welcomePerson(
  platform: Platform,
  tx: Tx,
  found: { user: UserRow; isLinked: boolean },
  { issuer, subject }: Claims,
  { client, provider }: { client: Client; provider: string },
): Promise<void> {
  const now = platform.clock.now()
  const { userId } = found.user
  if (found.isLinked) await touchIdentity(tx, { issuer, subject }, now)
  else {
    await insertIdentity(tx, { issuer, subject, userId }, now)
    // It was by their address, in a verified domain, that they were found.
    await proveAddress(platform, tx, found.user.email)
    const actor = endUser('single sign-on', client.address)
    await record(tx, actor, 'identity.linked', { kind: 'user', id: userId }, { issuer })
    await tellPerson(platform, tx, userId, { what: 'single-sign-on-linked', details: { provider } }, client)
  }
  await markRegistered(tx, userId, now)
  await spendLinksOf(tx, userId, now)
}
