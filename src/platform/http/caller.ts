import type { Tx } from '../database/index.ts'
import type { Refusal } from './refusal.ts'

/** Who makes a request, as the auth slice found out. */
export interface Caller {
  userId: string
  /** The account the person belongs to, which may be the partner of the one they work on. */
  homeAccountId: string
  homeAccountKind: 'operator' | 'partner' | 'customer'
  role: 'user' | 'admin'
  name: string
  email: string
  /** null: a machine calls, with an API key. */
  sessionId: string | null
  expiresAt: Date
  /** When a password or second factor was last given in this session. */
  steppedUpAt: Date
  /** How the person proved who they are; `link`: a mailed or printed link with which they set their password. */
  signedInBy: 'password' | 'single-sign-on' | 'link' | 'api-key'
  /** A second factor was given in this session. */
  hasSecondFactor: boolean
  /** Their own account asks its admins for a second factor, and they have none yet: until then no account lets them in. */
  mustEnrolSecondFactor: boolean
  /** They signed in as who has none enrolled, by neither single sign-on nor a key: a customer that asks for one does not let them in. */
  lacksSecondFactor: boolean
  /** Names of the permissions that an API key is confined to; null: all that the role holds. */
  scopes: readonly string[] | null
  /** The API key that calls; the person is who made it, and `name` names both. null: the person calls. */
  apiKey: { id: string; name: string } | null
}

/** Somebody who sits at a browser. */
export type SignedIn = Caller & { sessionId: string }

/** A caller, the account they act on, and where they call from: what an act records in the audit. */
export interface Actor extends Caller {
  accountId: string
  /** Name of the permission that the guard lets them use; absent: they act for themselves. */
  permission?: string
  address: string | undefined
  requestId: string
}

/** Who acts for themselves does so in the account that they belong to. */
export function actorAtHome(
  caller: SignedIn,
  { address, requestId }: Pick<Actor, 'address' | 'requestId'>,
): Actor & SignedIn {
  return { ...caller, accountId: caller.homeAccountId, address, requestId }
}

/**
 * What is kept of who asked for something that is done later, so that it can be asked again whether they may: who they are, how they came, and the
 * permission that let them ask. Nothing of their session: who signs out, and what they asked for goes on.
 */
export type Author = Pick<Actor, 'userId' | 'homeAccountId' | 'homeAccountKind' | 'name' | 'apiKey'> & {
  permission: string
}

/** Whether somebody may still do, in the account of the transaction, what they have asked for. */
export type StillMay = (tx: Tx, author: Author) => Promise<boolean>

/** A named right. Roles hold permissions; routes name the one they need. */
export interface Permission {
  name: string
  /** What it allows, as a sentence for the roles page. */
  allows: string
  /**
   * Who holds it: `account-admin` of the account itself, `partner-admin` of the partner above it, `partner-of-deactivated` the same while the
   * account is deactivated, `account-user` for oneself.
   */
  heldBy: Array<'account-admin' | 'partner-admin' | 'partner-of-deactivated' | 'account-user'>
  /**
   * An API key may be given it as a scope. Without, only people hold it: what makes keys, concerns how people sign in, shows secrets or needs a
   * step-up is not for machines.
   */
  forKeys?: true
  /** Only a partner has what it is about. It is not listed in the account of a customer, and no key of one is given it. */
  ofPartners?: true
}

/** Lets the caller use the permission in an account, or throws (404 when the account is none of theirs). */
export type Authorise = (caller: Caller, permission: Permission) => Promise<void>

/** How the guard asks the auth slice. Given when the program is wired, because the platform knows no feature. */
export interface Gatekeeper {
  /**
   * Who bears these credentials; undefined when there are none, or the cookie is nobody's any more. A bearer token counts alone.
   * @throws Refusal when the bearer token opens nothing
   */
  identify(credentials: {
    cookie: string | undefined
    bearer: string | undefined
    address: string
  }): Promise<Caller | undefined>
  /** Begins to find out who may enter the account; a caller is judged by what is found. */
  entering(accountId: string): Authorise
  /** What a caller is told who did not sign in. */
  unauthenticated(): Refusal
  /** @throws Refusal when a machine calls: what concerns a person's own sign-in is theirs alone */
  requireSession(caller: Caller): asserts caller is SignedIn
  /** @throws Refusal when the last password or second factor is too long ago for a delicate act */
  requireStepUp(caller: Caller): void
}
