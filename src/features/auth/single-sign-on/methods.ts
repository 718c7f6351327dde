import type { Platform } from '#platform/platform.ts'
import { domainOf } from './domain-names.ts'
import { accountOfDomain } from './domains-store.ts'
import type { SignInMethods } from './schema.ts'
import { usableProvider } from './sign-on.ts'

/**
 * How people with addresses in this domain sign in. Nobody is looked for, so that nobody learns who is known here (threats.md "Enumeration"): which
 * companies are, their domains say.
 */
export async function signInMethodsOf({ database }: Platform, email: string): Promise<SignInMethods> {
  const domain = domainOf(email)
  const accountId = domain && (await database.inDirectory((tx) => accountOfDomain(tx, domain)))
  const provider = accountId
    ? await database.inAccount(accountId, (tx) => usableProvider(tx, 'sign-in'))
    : undefined
  if (!accountId || !provider) return { password: true, singleSignOn: null }
  return { password: provider.keepsLocalPasswords, singleSignOn: { accountId, name: provider.name } }
}
