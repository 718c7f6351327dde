import { isIP, isIPv4 } from 'node:net'
import { networks } from './addresses.ts'

export interface AllowList {
  hasHost(host: string): boolean
  hasAddress(address: string): boolean
}

/** Whether this can stand in `ROLLCALL_OUTBOUND_ALLOW`: a host name, an address, or a network such as `10.0.0.0/8`. */
export function isAllowEntry(entry: string): boolean {
  return isNetwork(entry) || hostName(entry) !== undefined
}

/** Reads `ROLLCALL_OUTBOUND_ALLOW`. @param entries each of them passes `isAllowEntry` */
export function readAllowList(entries: string[]): AllowList {
  const hosts = new Set(entries.map(hostName))
  const allowed = networks(entries.filter(isNetwork))
  return {
    hasHost: (host) => hosts.has(host),
    hasAddress: (address) => allowed.check(address, isIPv4(address) ? 'ipv4' : 'ipv6'),
  }
}

/** Whether this is an address, or a network such as `10.0.0.0/8`. */
export function isNetwork(entry: string): boolean {
  const [address = '', bits, ...more] = entry.split('/')
  const bitsMax = isIPv4(address) ? 32 : 128
  if (isIP(address) === 0 || address.includes('%') || more.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= bitsMax)
}

/** The name as URLs have it: lower case, Punycode, no dot at the end. Undefined for what is no name. */
function hostName(entry: string): string | undefined {
  if (!URL.canParse(`http://${entry}/`)) return undefined
  const { host, href } = new URL(`http://${entry}/`)
  const name = host.replace(/\.$/, '')
  const isWholeEntry = href === `http://${host}/`
  return isWholeEntry && /^[a-z0-9_.-]+$/.test(name) && isIP(name) === 0 ? name : undefined
}
