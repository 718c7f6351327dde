import { hash } from 'node:crypto'
import { isIPv6 } from 'node:net'
import type { SipAccount } from './client-configuration.ts'
import {
  ClearPasswordNeeded,
  type ClientKind,
  refuseBrokenText,
  UnrepresentableValue,
} from './client-format.ts'

/** `sip:user@domain`, the user part escaped after RFC 3261 section 25.1. */
export function addressOfRecord(kind: ClientKind, account: SipAccount): string {
  return sipUri(kind, account.userName, account, `accounts.${account.role}.userName`)
}

/** `sip:*97@domain`: a number dialled through an account. */
export function numberAtAccount(
  kind: ClientKind,
  number: string,
  account: SipAccount,
  field: string,
): string {
  return sipUri(kind, number, account, field)
}

/** `host:port`, an IPv6 address in brackets. */
export function hostAndPort(kind: ClientKind, account: SipAccount): string {
  const { role, host, port } = account
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new UnrepresentableValue(kind, `accounts.${role}.port`)
  }
  return `${sipHost(kind, `accounts.${role}.host`, host)}:${port}`
}

/** A host as it stands in a SIP URI: a name, an IPv4 address, or an IPv6 address in brackets. */
export function sipHost(kind: ClientKind, field: string, host: string): string {
  if (isIPv6(host) && !host.includes('%')) return `[${host}]`
  if (!/^[a-z0-9]([a-z0-9._-]*[a-z0-9])?\.?$/i.test(host)) throw new UnrepresentableValue(kind, field)
  return host
}

/** A display name as quoted string (RFC 3261 section 25.1), followed by a space; nothing for a blank name. */
export function quotedDisplayName(kind: ClientKind, displayName: string): string {
  const text = refuseBrokenText(kind, 'displayName', displayName)
  return text.trim() === '' ? '' : `"${text.replace(/["\\]/g, '\\$&')}" `
}

/**
 * The digest hash of an account (RFC 7616: H(user:realm:password)), in lower-case hex, or undefined where no secret
 * is known. A clear password is hashed with MD5, the one algorithm every registrar accepts.
 */
export function digestHash(account: SipAccount): { ha1: string; algorithm: 'MD5' | 'SHA-256' } | undefined {
  const { secret, userName, realm } = account
  if (!secret) return undefined
  if ('ha1' in secret) return { ha1: secret.ha1.toLowerCase(), algorithm: secret.algorithm }
  const ha1 = hash('md5', `${userName}:${realm}:${secret.clear}`, 'hex')
  return { ha1, algorithm: 'MD5' }
}

/** The password itself, or undefined where no secret is known; throws `ClearPasswordNeeded` for a mere hash. */
export function clearPassword(kind: ClientKind, account: SipAccount): string | undefined {
  if (!account.secret) return undefined
  if ('ha1' in account.secret) throw new ClearPasswordNeeded(kind, `accounts.${account.role}`)
  return account.secret.clear
}

function sipUri(kind: ClientKind, user: string, account: SipAccount, field: string): string {
  return `sip:${escapedUser(kind, user, field)}@${sipHost(kind, `accounts.${account.role}.domain`, account.domain)}`
}

/**
 * Escapes all but `unreserved` and `user-unreserved`. Those stay as they are: RFC 3261 section 19.1.4 compares `+` and
 * `%2B` as different, and a registrar would not find `%2B49…`.
 */
function escapedUser(kind: ClientKind, user: string, field: string): string {
  if (user === '') throw new UnrepresentableValue(kind, field)
  return encodeURIComponent(refuseBrokenText(kind, field, user)).replace(
    /%(26|3D|2B|24|2C|3B|3F|2F)/g,
    (octet) => decodeURIComponent(octet),
  )
}
