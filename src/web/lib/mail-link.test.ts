import { expect, test } from 'vitest'
import { emailAddress } from '#platform/http/shapes.ts'
import { mailLink } from './mail-link.ts'

/** To whom a mail program writes, and what more it is told, as RFC 6068 has it read. */
function read(link: string) {
  const { protocol, pathname, search, hash } = new URL(link)
  return { protocol, to: pathname.split(',').map(decodeURIComponent), more: search + hash }
}

test.each([
  'anna.kuehn@acme.example',
  'anna+phone@acme.example',
  'boss%40acme.example?cc=thief@evil.example',
  'boss%40acme.example?bcc=thief%40evil.example&subject=x@evil.example',
  'anna%2Cthief%40evil.example@acme.example',
  'anna#top@acme.example',
  "o'neill/sales=q1&q2@acme.example",
])('threats "Clickjacking and content injection": the link to %s writes to it alone', (email) => {
  expect(emailAddress.parse(email)).toBe(email)
  expect(read(mailLink(email))).toEqual({ protocol: 'mailto:', to: [email], more: '' })
})

test('an address without anything to encode reads as it is written', () => {
  expect(mailLink('anna.kuehn@acme.example')).toBe('mailto:anna.kuehn@acme.example')
})
