import type { ClientConfiguration, SipAccount } from './client-configuration.ts'
import { type ClientFormat, refuseBrokenText, UnrepresentableValue } from './client-format.ts'
import { codecId, codecsNamed } from './codecs.ts'
import { addressOfRecord, clearPassword, hostAndPort, quotedDisplayName } from './sip-values.ts'

/** The `accounts` file of baresip: one line per account. */
export const baresip: ClientFormat = {
  kind: 'baresip',
  label: 'baresip',
  contentType: 'text/plain; charset=utf-8',
  encoding: 'utf8',
  fileName: 'accounts',
  delivery: 'file',
  needsClearPassword: true,
  serialise: (configuration) =>
    configuration.accounts.map((each) => `${accountLine(each, configuration)}\n`).join(''),
  // A file is never fetched again: nothing can be told to the client later.
  reset: () => null,
}

function accountLine(account: SipAccount, configuration: ClientConfiguration): string {
  const { role, transport, mediaSecurity } = account
  const password = clearPassword('baresip', account)
  const codecs = codecsNamed('baresip', configuration.codecs)
  const parameters = [
    `auth_user=${parameterValue(`accounts.${role}.userName`, account.userName)}`,
    // Without the parameter baresip asks for the password when it starts.
    password && `auth_pass=${parameterValue(`accounts.${role}.secret`, password)}`,
    `outbound="sip:${hostAndPort('baresip', account)};transport=${transport}"`,
    `regint=${account.registrationExpirySeconds}`,
    mediaSecurity === 'sdes' && 'mediaenc=srtp-mand',
    mediaSecurity === 'dtls' && 'mediaenc=dtls_srtp',
    codecs.length > 0 && `audio_codecs=${codecs.map(codecId).join(',')}`,
  ].filter((each) => typeof each === 'string' && each !== '')
  const name = quotedDisplayName('baresip', configuration.displayName)
  return `${name}<${addressOfRecord('baresip', account)};transport=${transport}>;${parameters.join(';')}`
}

/**
 * A parameter value in quotes. baresip knows no escapes inside them: a quote or a final backslash would leave the
 * value open, and a semicolon starts a parameter even inside quotes, because each parameter is searched for by
 * `;name=` in the whole rest of the line. Such values are refused (property test in `baresip.test.ts`).
 */
function parameterValue(field: string, value: string): string {
  if (value === '' || /[";]|\\$/.test(value)) throw new UnrepresentableValue('baresip', field)
  return `"${refuseBrokenText('baresip', field, value)}"`
}
