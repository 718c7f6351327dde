import type { Tx } from '#platform/database/index.ts'
import type { Refusal } from '#platform/http/index.ts'
import type { Integration } from '../../accounts/index.ts'
import { listDomains } from './domains-store.ts'
import { identityProviderUntested, noIdentityProvider, noVerifiedDomain } from './errors.ts'
import { type ProviderRow, readProvider } from './provider-store.ts'

/** @throws Refusal `auth.identity-provider-untested`, `auth.no-verified-domain` */
export async function assertReady(tx: Tx, provider: ProviderRow): Promise<void> {
  const [first] = await missingFor(tx, provider)
  if (first) throw first
}

/** Shows how single sign-on stands among what the account is joined with: as its identity provider does. */
export async function presentSingleSignOn(tx: Tx, card: Integration): Promise<void> {
  const provider = await readProvider(tx)
  if (provider) {
    card.changedAt = provider.updatedAt.toISOString()
    card.version = provider.version
  }
  if (provider?.isOn) card.state = 'on'
  else card.missing = (await missingFor(tx, provider)).map(({ code, message }) => ({ code, message }))
}

/** Turned on untested, it might let nobody in; without a domain, it would find nobody. */
async function missingFor(tx: Tx, provider: ProviderRow | undefined): Promise<Refusal[]> {
  if (!provider) return [noIdentityProvider()]
  const hasDomain = (await listDomains(tx)).some(({ verifiedAt }) => verifiedAt !== null)
  return [
    ...(provider.testedVersion === provider.version ? [] : [identityProviderUntested()]),
    ...(hasDomain ? [] : [noVerifiedDomain()]),
  ]
}
