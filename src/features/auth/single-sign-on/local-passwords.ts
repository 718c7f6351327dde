import type { Tx } from '#platform/database/index.ts'
import { findSignInOf } from './provider-store.ts'

/**
 * May people of this account have and use passwords of ours? Not while its single sign-on is on and keeps none: then every act with a password is
 * refused (docs/decisions/0029-single-sign-on.md).
 */
export async function localPasswordsAllowed(tx: Tx): Promise<boolean> {
  const provider = await findSignInOf(tx)
  return provider === undefined || provider.keepsLocalPasswords
}

/** The account's single sign-on, where it is on; `name` is what people read on its button. */
export async function singleSignOnOf(tx: Tx): Promise<{ name: string } | null> {
  const provider = await findSignInOf(tx)
  return provider ? { name: provider.name } : null
}

/** The account's single sign-on where it is the only way in; null where people have passwords. */
export async function singleSignOnAlone(tx: Tx): Promise<{ name: string } | null> {
  const provider = await findSignInOf(tx)
  return provider && !provider.keepsLocalPasswords ? { name: provider.name } : null
}
