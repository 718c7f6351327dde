import type { AccountRow } from '../store.ts'
import { integrations } from './choices.ts'
import type { Integration, IntegrationName } from './schema.ts'
import type { IntegrationRow } from './store.ts'

/** What this program cannot be joined with, and what serves instead. */
const notAvailable: Partial<Record<IntegrationName, string>> = {
  'mivoice-business':
    'There is no connector to MiVoice Business in this installation. Import its people as subscribers instead.',
  scim: 'There is no SCIM server in this installation. Import people, or let single sign-on find those who are here.',
  'mitel-cx': 'There is no connector to Mitel CX in this installation.',
  'micloud-connect': 'There is no connector to MiCloud Connect in this installation.',
  iot: 'There is no connector to an IoT service in this installation.',
}

/**
 * UA-5: the people of a partner's own account sign in and are provisioned like all others. Telephone systems, SMS numbers and the products whose
 * licences they give are a customer's.
 */
const ofPartnersToo: readonly IntegrationName[] = ['scim', 'sso']

/** Which integrations accounts of this kind have, in the order of the cards. */
export function integrationsOf({ kind }: Pick<AccountRow, 'kind'>): IntegrationName[] {
  return integrations.filter((integration) => kind === 'customer' || ofPartnersToo.includes(integration))
}

/** Why an account cannot have this integration; undefined: it can. */
export function whyNotAvailable(integration: IntegrationName): string | undefined {
  return notAvailable[integration]
}

/** An integration as far as this slice knows it. */
export function cardOf(integration: IntegrationName, row: IntegrationRow | undefined): Integration {
  const whyNot = whyNotAvailable(integration)
  return {
    integration,
    state: whyNot ? 'not-available' : row?.isOn ? 'on' : 'off',
    missing: whyNot ? [{ code: 'integrations.not-available', message: whyNot }] : [],
    canBeTurned: whyNot === undefined && integration !== 'sso',
    failure: null,
    changedAt: row?.changedAt.toISOString() ?? null,
    changedBy: row?.changedByName ?? null,
    version: row?.version ?? 0,
  }
}
