import { BlockList } from 'node:net'
import { networkInterfaces } from 'node:os'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { kindOf, leadToTheSame } from './addresses.ts'

/** First and last address of what is not the public internet. */
const notPublic = [
  ['0.0.0.0', '0.255.255.255'],
  ['10.0.0.0', '10.255.255.255'],
  ['100.64.0.0', '100.127.255.255'],
  ['127.0.0.0', '127.255.255.255'],
  ['168.63.129.16', '168.63.129.16'],
  ['169.254.0.0', '169.254.255.255'],
  ['172.16.0.0', '172.31.255.255'],
  ['192.0.0.0', '192.0.0.255'],
  ['192.0.2.0', '192.0.2.255'],
  ['192.88.99.0', '192.88.99.255'],
  ['192.168.0.0', '192.168.255.255'],
  ['198.18.0.0', '198.19.255.255'],
  ['198.51.100.0', '198.51.100.255'],
  ['203.0.113.0', '203.0.113.255'],
  ['224.0.0.0', '239.255.255.255'],
  ['240.0.0.0', '255.255.255.255'],
  ['::1', '0:0:0:0:0:0:0:1'],
  ['100::', '100::ffff:ffff:ffff:ffff'],
  ['2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['2001:1::', '2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['3fff::', '3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['4000::', '5f00::1'],
  ['fc00::', 'fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['fe80::', 'febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['fec0::', 'feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['ff00::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
] as const

/** The neighbours of those: a bound that is one bit off would take them too. */
const publicOnes = [
  ['1.0.0.0', '9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0', '126.255.255.255', '128.0.0.0'],
  ['168.63.129.15', '168.63.129.17', '169.253.255.255', '169.255.0.0', '172.15.255.255', '172.32.0.0'],
  ['192.0.1.0', '192.0.3.0', '192.88.98.255', '192.88.100.0', '192.167.255.255', '192.169.0.0'],
  ['198.17.255.255', '198.20.0.0', '198.51.99.255', '198.51.101.0', '203.0.112.255', '203.0.114.0'],
  ['223.255.255.255', '8.8.8.8', '2000::', '2001:200::', '2001:db7::', '2001:db9::', '2003::'],
  ['2606:4700:4700::1111', '3ffe:ffff::', '3fff:1000::'],
].flat()

describe('threats "SSRF": an address', () => {
  test.each(notPublic)('from %s to %s is not public', (first, last) => {
    expect([kindOf(first), kindOf(last)]).toEqual(['special', 'special'])
  })

  test.each(publicOnes)('%s is public', (address) => {
    expect(kindOf(address)).toBe('public')
  })

  test.each([
    ['mapped', '::ffff:8.8.8.8', '::ffff:7f00:1'],
    ['compatible', '::8.8.8.8', '::7f00:2'],
    ['any', '::', '0:0::0'],
    ['translated', '::ffff:0:8.8.8.8', '::ffff:0:7f00:1'],
    ['NAT64', '64:ff9b::8.8.8.8', '64:ff9b:1::7f00:1'],
    ['6to4', '2002:7f00:1::', '2002:808:808::1'],
    ['Teredo', '2001:0:7f00:1::', '2001::1'],
    ['with a zone', 'fe80::1%eth0', '::1%lo'],
    ['no address', '127.1', '0x7f000001'],
  ])('%s, which may hide another address, is never reached', (_form, one, other) => {
    expect([kindOf(one), kindOf(other)]).toEqual(['wrapping', 'wrapping'])
  })

  test('of IPv4 is public in one form only', () => {
    const group = fc.integer({ min: 0, max: 0xffff }).map((each) => each.toString(16))
    const forms = (a: string, b: string) => [
      `::ffff:${a}:${b}`,
      `::ffff:0:${a}:${b}`,
      `64:ff9b::${a}:${b}`,
      `2002:${a}:${b}::1`,
      `2001:0:${a}:${b}::1`,
    ]
    fc.assert(
      fc.property(group, group, (a, b) => {
        for (const form of forms(a, b)) expect(kindOf(form)).toBe('wrapping')
      }),
    )
  })

  test('of IPv6 outside 2000::/3 is never public', () => {
    const inUse = new BlockList()
    inUse.addSubnet('2000::', 3, 'ipv6')
    fc.assert(
      fc.property(fc.ipV6(), (address) => {
        if (!inUse.check(address, 'ipv6')) expect(kindOf(address)).not.toBe('public')
      }),
    )
  })
})

describe('two addresses lead to the same server', () => {
  test('when they are one address, however it is written', () => {
    expect(leadToTheSame('2606:4700::1', '2606:4700:0:0::0:1')).toBe(true)
    expect(leadToTheSame('8.8.8.8', '8.8.8.8')).toBe(true)
    expect(leadToTheSame('8.8.8.8', '8.8.4.4')).toBe(false)
  })

  test('when both are of this machine', () => {
    const own = Object.values(networkInterfaces()).flatMap(
      (list) => list?.map(({ address }) => address) ?? [],
    )
    for (const address of ['127.0.0.1', '127.9.9.9', '::1', '0.0.0.0', '::', ...own]) {
      expect(leadToTheSame('127.0.0.1', address)).toBe(true)
      expect(leadToTheSame(address, '8.8.8.8')).toBe(false)
    }
  })
})
