import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { kindOf, leadToTheSame } from './addresses.ts'
import { readAllowList } from './allow-list.ts'
import { refusedAddress, refusedUrl, unresolved } from './errors.ts'

/** The IP addresses of a name. */
export type Resolve = (host: string) => Promise<string[]>

export interface GuardOptions {
  /** Hosts, addresses and networks that may be reached although they are not public: `ROLLCALL_OUTBOUND_ALLOW`. */
  allow: string[]
  /** The redirect server may be reached wherever it is. Asked late: its port may be chosen by the system. */
  redirectOrigin(): string
  /** Our own database, which is reached by nothing here, whatever is allowed. */
  databases: Array<{ host: string; port: number }>
  /** How names are resolved; the system's way where nothing is given. */
  resolve?: Resolve
}

export interface Guard {
  /**
   * Resolves the host once and judges every address it has.
   * @returns the addresses, all fit to connect to. Connect to these: a second look at the name may find others (threats.md "SSRF").
   * @throws OutboundError `outbound.refused-url`, `outbound.unresolved` or `outbound.refused-address`
   */
  admit(url: URL): Promise<string[]>
  /** Whether the operator allows the host by its name or, where it is one, its address. */
  isAllowed(url: URL): boolean
}

/** Decides where a request may go. One address that may not be reached refuses the host with all of its addresses. */
export function openGuard({
  allow,
  redirectOrigin,
  databases,
  resolve = systemResolve,
}: GuardOptions): Guard {
  const allowed = readAllowList(allow)

  async function admit(url: URL): Promise<string[]> {
    if (!['http:', 'https:'].includes(url.protocol))
      throw refusedUrl('Give an address with http:// or https://.')
    if (url.username || url.password) throw refusedUrl('Give the address without user name and password.')
    const host = hostOf(url)
    const isAllowedHost = allowed.hasHost(host) || url.origin === redirectOrigin()
    const addresses = await addressesOf(host)
    for (const address of addresses) {
      const kind = kindOf(address)
      const isAllowed = kind === 'special' && (isAllowedHost || allowed.hasAddress(address))
      if (kind !== 'public' && !isAllowed) throw refusedAddress(url.host)
      if (await isDatabase(address, portOf(url))) throw refusedAddress(url.host)
    }
    return addresses
  }

  async function addressesOf(host: string): Promise<string[]> {
    if (isIP(host)) return [host]
    const addresses = await resolve(host).catch((error: unknown) => {
      throw unresolved(host, error)
    })
    if (addresses.length === 0) throw unresolved(host)
    return addresses
  }

  async function isDatabase(address: string, port: number): Promise<boolean> {
    for (const database of databases.filter((each) => each.port === port)) {
      const theirs = isIP(database.host) ? [database.host] : await resolve(database.host).catch(() => [])
      // A database that has no address at the moment may be any: better one request too few.
      if (theirs.length === 0 || theirs.some((each) => leadToTheSame(each, address))) return true
    }
    return false
  }

  function isAllowed(url: URL): boolean {
    const host = hostOf(url)
    return allowed.hasHost(host) || (isIP(host) !== 0 && allowed.hasAddress(host))
  }

  return { admit, isAllowed }
}

function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '')
}

function portOf(url: URL): number {
  return Number(url.port) || (url.protocol === 'https:' ? 443 : 80)
}

async function systemResolve(host: string): Promise<string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address)
}
