import { BlockList, isIP, isIPv4 } from 'node:net'
import { networkInterfaces } from 'node:os'

/** IPv4 that is not the public internet: IANA's special-purpose registry, multicast, and what is reserved. */
const special4 = networks([
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  // A public number that each virtual machine of Azure finds its own platform behind, with credentials.
  '168.63.129.16/32',
])

/** The only IPv6 addresses in public use (RFC 4291 §2.4): whatever IANA adds outside is refused until it is added here. */
const global6 = networks(['2000::/3'])
/** Inside those: protocol assignments, 6to4, and the two networks of documentation. */
const special6 = networks(['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'])

/** IPv6 that says an IPv4 address in other words: compatible, mapped, translated, NAT64 (two networks), Teredo, 6to4. */
const wrapping6 = networks([
  '::/96',
  '::ffff:0:0/96',
  '::ffff:0:0:0/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '2001::/32',
  '2002::/16',
])

/** `wrapping` hides another address inside; nothing that is compared with an address may be one. */
export type AddressKind = 'public' | 'special' | 'wrapping'

/** What kind of IP address this is. Anything that is no plain address, such as one with a zone (`fe80::1%eth0`), is `wrapping`. */
export function kindOf(address: string): AddressKind {
  if (isIP(address) === 0 || address.includes('%')) return 'wrapping'
  if (isIPv4(address)) return special4.check(address, 'ipv4') ? 'special' : 'public'
  if (sameText(address) === '::1') return 'special'
  if (wrapping6.check(address, 'ipv6')) return 'wrapping'
  return global6.check(address, 'ipv6') && !special6.check(address, 'ipv6') ? 'public' : 'special'
}

/** Whether both are one address, or both lead to this machine, where one server answers at all of its addresses. */
export function leadToTheSame(one: string, other: string): boolean {
  return sameText(one) === sameText(other) || (isOfThisMachine(one) && isOfThisMachine(other))
}

/**
 * A list of networks to check addresses against.
 * @param written each an address, or a network such as `10.0.0.0/8`
 */
export function networks(written: string[]): BlockList {
  const list = new BlockList()
  for (const entry of written) {
    const [address = '', bits] = entry.split('/')
    const family = isIPv4(address) ? 'ipv4' : 'ipv6'
    if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(bits), family)
  }
  return list
}

/** Loopback, "any" (which connects to loopback), and what the interfaces bear at this moment. */
function isOfThisMachine(address: string): boolean {
  if (/^(127|0)\./.test(address) || ['::1', '::'].includes(sameText(address))) return true
  const own = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  return own.some((each) => sameText(each.address) === sameText(address))
}

/** IPv6 has many spellings of one address; the URL standard writes the shortest. */
function sameText(address: string): string {
  if (isIPv4(address) || !URL.canParse(`http://[${address}]`)) return address
  return new URL(`http://[${address}]`).hostname.slice(1, -1)
}
