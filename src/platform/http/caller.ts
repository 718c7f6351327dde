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
  sessionId: string
  expiresAt: Date
  /** When a password or second factor was last given in this session. */
  steppedUpAt: Date
}

/** A caller, the account they act on, and where they call from: what an act records in the audit. */
export interface Actor extends Caller {
  accountId: string
  address: string | undefined
  requestId: string
}

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
}

/** How the guard asks the auth slice. Given when the program is wired, because the platform knows no feature. */
export interface Gatekeeper {
  /** Who bears these credentials (cookie or bearer token); undefined when nobody. */
  identify(credentials: {
    cookie: string | undefined
    bearer: string | undefined
  }): Promise<Caller | undefined>
  /** Lets the caller use the permission in the account, or throws (404 when the account is none of theirs). */
  authorise(caller: Caller, accountId: string, permission: Permission): Promise<void>
  /** What a caller is told who did not sign in. */
  unauthenticated(): Refusal
  /** @throws Refusal when the last password or second factor is too long ago for a delicate act */
  requireStepUp(caller: Caller): void
}
