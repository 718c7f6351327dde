import { isIPv6 } from 'node:net'

/** IPv4 as sockets that speak both write it (RFC 4291 §2.5.5.2). */
const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i

/**
 * What counts as one place to come from: an IPv4 address, or the /64 of an IPv6 address, because whoever has one address of a /64 has all
 * of them. Text that is no address stands for itself.
 * @returns `198.51.100.7`, `2001:db8:0:1::/64`
 */
export function networkOf(address: string): string {
  const plain = mapped.exec(address)?.[1] ?? address
  if (!isIPv6(plain)) return plain
  return `${groupsOf(plain)
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`
}

/** The eight groups of a valid IPv6 address. */
function groupsOf(address: string): number[] {
  const [text = ''] = address.split('%')
  const [head = '', tail] = text.split('::')
  const groups = (part: string) => (part === '' ? [] : part.split(':').flatMap(valuesOf))
  const [front, back] = [groups(head), groups(tail ?? '')]
  return [...front, ...Array<number>(8 - front.length - back.length).fill(0), ...back]
}

/** One group, or the two groups that a dotted ending stands for. */
function valuesOf(group: string): number[] {
  if (!group.includes('.')) return [Number.parseInt(group, 16)]
  const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number)
  return [a * 256 + b, c * 256 + d]
}
