import type { ClientConfiguration, SipAccount } from './client-configuration.ts'
import { type ClientFormat, refuseBrokenText, UnrepresentableValue } from './client-format.ts'
import { codecId, codecsNamed } from './codecs.ts'
import { clearPassword, hostAndPort, sipHost } from './sip-values.ts'

/** MicroSIP reads longer values cut off (its buffers hold 256 characters for most keys). */
const valueLengthMax = 255

/** MicroSIP's settings file, to be saved as microsip.ini. UTF-16 with a byte order mark is what MicroSIP itself writes. */
export const microsip: ClientFormat = {
  kind: 'microsip',
  label: 'MicroSIP',
  contentType: 'text/plain; charset=utf-16le',
  encoding: 'utf16le',
  fileName: 'microsip.ini',
  delivery: 'file',
  needsClearPassword: true,
  serialise: (configuration) => `\uFEFF${iniLines(configuration).join('\r\n')}\r\n`,
  // A file is never fetched again: nothing can be told to the client later.
  reset: () => null,
}

function iniLines(configuration: ClientConfiguration): string[] {
  const codecs = codecsNamed('microsip', configuration.codecs)
  return [
    '[Settings]',
    'accountId=1',
    ...(codecs.length > 0 ? [`audioCodecs=${codecs.map(codecId).join(' ')}`] : []),
    ...configuration.accounts.flatMap((account, index) => [
      '',
      `[Account${index + 1}]`,
      ...Object.entries(accountValues(account, configuration)).map(
        ([key, { field, value }]) => `${key}=${iniValue(field, value)}`,
      ),
    ]),
  ]
}

function accountValues(account: SipAccount, configuration: ClientConfiguration) {
  const at = `accounts.${account.role}.`
  const server = hostAndPort('microsip', account)
  const domain = sipHost('microsip', `${at}domain`, account.domain)
  // Registering the domain through a proxy lets a domain work that does not resolve.
  const throughProxy = account.domain !== account.host
  const userName = { field: `${at}userName`, value: account.userName }
  return {
    label: { field: 'role', value: account.role.toUpperCase() },
    server: { field: `${at}host`, value: throughProxy ? domain : server },
    proxy: { field: `${at}host`, value: throughProxy ? server : '' },
    domain: { field: `${at}domain`, value: domain },
    username: userName,
    password: { field: `${at}secret`, value: clearPassword('microsip', account) ?? '' },
    authID: userName,
    displayName: { field: 'displayName', value: configuration.displayName },
    voicemailNumber: { field: 'voicemailNumber', value: configuration.voicemailNumber ?? '' },
    transport: { field: `${at}transport`, value: account.transport },
    SRTP: { field: `${at}mediaSecurity`, value: srtp(account) },
    registerRefresh: {
      field: `${at}registrationExpirySeconds`,
      value: `${account.registrationExpirySeconds}`,
    },
    publish: { field: 'publish', value: '0' },
  }
}

function srtp({ role, mediaSecurity }: SipAccount): string {
  // MicroSIP takes its SRTP keys from SDES only; less than what was demanded must not be written.
  if (mediaSecurity === 'dtls') throw new UnrepresentableValue('microsip', `accounts.${role}.mediaSecurity`)
  return mediaSecurity === 'sdes' ? 'mandatory' : ''
}

/**
 * A value as Windows reads it back (GetPrivateProfileString): blanks around it are dropped and one pair of equal quotes
 * around it is taken off, so such a value gets a pair of its own.
 */
function iniValue(field: string, value: string): string {
  if (value.length > valueLengthMax) throw new UnrepresentableValue('microsip', field)
  const losesItsEnds = value !== value.trim() || /^(["']).*\1$/s.test(value)
  refuseBrokenText('microsip', field, value)
  return losesItsEnds ? `"${value}"` : value
}
