import type { ClientConfiguration, SipAccount } from './client-configuration.ts'
import type { ClientFormat } from './client-format.ts'
import { clearPassword } from './sip-values.ts'

/** One line of the page for people who type the values in. `section` and `labelKey` are translated by the page. */
export type ManualSetting = {
  section: 'pbx' | 'mbg' | 'general' | 'clientService'
  labelKey: string
  value: string
  secret: boolean
}

/** For any other client: the configuration as JSON, and as a page to copy from. */
export const generic: ClientFormat = {
  kind: 'generic',
  label: 'Other client',
  contentType: 'application/json; charset=utf-8',
  encoding: 'utf8',
  fileName: 'configuration.json',
  delivery: 'page',
  needsClearPassword: true,
  serialise: (configuration) => {
    for (const account of configuration.accounts) clearPassword('generic', account)
    return `${JSON.stringify({ reset: false, ...configuration }, null, 2)}\n`
  },
  reset: () => `${JSON.stringify({ reset: true, accounts: [] }, null, 2)}\n`,
}

/** What a person types into a softphone, in the order softphones ask. Values are plain text; `secret` ones are shown on request. */
export function manualSettings(configuration: ClientConfiguration): ManualSetting[] {
  const { displayName, voicemailNumber, codecs, clientService, accounts } = configuration
  return [
    ...settings('general', { displayName, voicemailNumber, codecs: codecs.join(', ') }),
    ...accounts.flatMap((account) => accountSettings(account)),
    ...settings('clientService', { ...clientService }),
  ]
}

function accountSettings(account: SipAccount): ManualSetting[] {
  const { role, userName, domain, realm, host, port, transport, mediaSecurity, registrationExpirySeconds } =
    account
  const password = clearPassword('generic', account)
  const values = {
    userName,
    password,
    domain,
    host,
    port,
    transport,
    mediaSecurity,
    realm,
    registrationExpirySeconds,
  }
  return settings(role, values)
}

function settings(
  section: ManualSetting['section'],
  values: Record<string, string | number | undefined>,
): ManualSetting[] {
  return Object.entries(values).flatMap(([labelKey, value]) =>
    value === undefined || value === ''
      ? []
      : [{ section, labelKey, value: String(value), secret: labelKey === 'password' }],
  )
}
