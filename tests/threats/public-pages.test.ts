import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { webPages } from '#cli/web-pages.ts'
import { gatekeeper } from '#features/auth/index.ts'
import { newId } from '#platform/database/index.ts'
import { buildServer } from '#platform/http/index.ts'
import { randomCredential } from '#platform/secrets/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, aSubscriber, deployTo, finished } from '#tests/harness/people.ts'
import { aLink, aTicket, linkTokenOf, openPage } from '#tests/harness/phones.ts'

let app: TestApp
let ada: ApiClient
let customer: Awaited<ReturnType<typeof aCustomer>>
/** A person of each hostile name, deployed to. */
const people = new Map<string, { id: string; email: string }>()
const hostileNames: Array<[string, string]> = [
  ['markup', '<script>alert(1)</script>'],
  ['an attribute that ends', '" onmouseover="alert(1)'],
  ['a placeholder of ours', '{{link}}'],
  ['an expression of a template', '{{constructor.constructor("alert(1)")()}}'],
  ['another kind of template', `$\{7*7}#{7*7}<%= 7*7 %>`],
  ['a turned reading direction', 'Anna\u202efdp.exe\u2066'],
  ['a web address', 'https://evil.example/login'],
  ['a formula', '=HYPERLINK("https://evil.example","x")'],
  ['a header', 'Anna Bcc: all@example.com'],
]
const hostileAccount = '<img src=x onerror=alert(1)>{{constructor}}\u202emoc.elgoog'

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
  customer = await aCustomer(ada, { name: hostileAccount })
  const texts = { subject: 'Phone of {{firstName}}', body: 'For {{firstName}} {{lastName}}: {{link}}' }
  await ada.put(`${customer.path}/deployment-email/en`, texts).expect(200)
  // All at once: each deployment waits a moment for the redirect server.
  for (const [, name] of hostileNames) {
    const email = `a${newId()}@acme.example`
    people.set(name, await aSubscriber(ada, customer, { firstName: name, lastName: name, email }))
  }
  const ids = [...people.values()].map(({ id }) => id)
  await deployTo(ada, customer, ids)
})
afterAll(() => app.stop())

/** The directives of a policy by name. */
function policyOf(headers: Headers): Record<string, string> {
  const directives = (headers.get('content-security-policy') ?? '').split(';').map((one) => one.trim())
  return Object.fromEntries(directives.map((one) => [one.split(' ')[0], one.split(' ').slice(1).join(' ')]))
}

function expectPrivate(headers: Headers): void {
  expect(headers.get('cache-control')).toBe('no-store')
  expect(headers.get('x-robots-tag')).toContain('noindex')
  expect(headers.get('referrer-policy')).toBe('no-referrer')
  expect(headers.get('x-frame-options')).toBe('DENY')
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  const policy = policyOf(headers)
  expect(policy).toMatchObject({ 'default-src': "'none'", 'frame-ancestors': "'none'", 'base-uri': "'none'" })
  // Nothing but files of our own: no inline script, no evaluation, no other host.
  expect(["'self'", "'none'", undefined]).toContain(policy['script-src'])
  expect(["'self'", "'none'"]).toContain(policy['form-action'])
}

describe('Clickjacking and content injection', () => {
  test('every page behind a secret address is not kept, not indexed, not framed, tells no referrer and runs our own files only', async () => {
    const { id } = await aSubscriber(ada, customer)
    const token = await aLink(app, ada, customer, id)
    const ticket = await aTicket(app, token)
    const unknown = randomCredential(customer.id, 16).text
    for (const url of [
      `${app.serviceOrigin}/d`,
      `${app.serviceOrigin}/d/${token}`,
      `${app.serviceOrigin}/d/${unknown}`,
      `${app.serviceOrigin}/d/${token}/phones/${newId()}`,
      ticket,
      `${app.serviceOrigin}/c/${unknown}`,
      `${app.serviceOrigin}/client/v1/${unknown}`,
      `${app.redirectOrigin}/d/${token}`,
      `${app.redirectOrigin}/d/${unknown}`,
    ]) {
      expectPrivate((await openPage(url)).headers)
    }
  })

  test('so are the pages of the links with which a password is set, and the portal', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'web-'))
    await mkdir(join(folder, 'assets'))
    writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Rollcall</title>')
    const server = await buildServer({
      ...app.platform,
      routes: [],
      apiDocument: { tags: [], examples: {}, refusedByGuard: () => [] },
      gatekeeper: gatekeeper(app.platform),
      publicOrigin: () => app.serviceOrigin,
      trustProxy: false,
      pages: [(pages) => webPages(pages, { folder })],
    })
    const secret = randomCredential(customer.id, 32).text
    const ofLinks = ['setup', 'welcome', 'reset'].map((page) => `/${page}/${secret}`)
    for (const url of [...ofLinks, '/portal', '/portal/directory', '/portal/details', '/portal/security']) {
      const { statusCode, headers } = await server.inject(url)
      expect(statusCode).toBe(200)
      expectPrivate(new Headers(headers as Record<string, string>))
    }
    await server.close()
    rmSync(folder, { recursive: true })
  })

  test.each(
    hostileNames,
  )('a name with %s is text in mail and subject, and inert in a spreadsheet; the landing page does not show it', async (_what, name) => {
    const { id, email } = people.get(name) as { id: string; email: string }
    const token = await linkTokenOf(app, ada, customer, id)
    const { raw } = await app.mail.waitForMessage(({ envelope }) => envelope.to.includes(email))
    const { subject = '', html = '', text = '', headers, from, to, bcc } = await app.mail.parse(raw)
    expect({ to: to?.map(({ address }) => address), bcc }).toEqual({ to: [email], bcc: undefined })
    expect(headers.filter(({ key }) => key === 'subject')).toHaveLength(1)
    expect(html).not.toMatch(/<script|<img[^>]+onerror|" onmouseover="/i)
    for (const part of [subject, html, text, from?.name ?? '']) {
      expect(part).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/)
      expect(part).not.toContain('49#{')
    }
    // The button and, in text, the address: both lead to the link of this mail.
    const led = [...html.matchAll(/href="([^"]*)"/g)].map(([, href = '']) => href)
    expect(
      led.filter((href) => !href.startsWith(app.redirectOrigin) && !href.startsWith(app.serviceOrigin)),
    ).toEqual([])
    expect(subject).not.toContain(token)
    expect(text).not.toMatch(/https?:\/\/evil/)

    const page = (await openPage(`${app.serviceOrigin}/d/${token}`)).text
    expect(page).not.toContain(name)
    expect(page).not.toMatch(/<img src=x|<script>/)
    expect(page).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/)

    const csv: string = await ada
      .post(`${customer.path}/subscriber-exports`, { selection: { ids: [id] } })
      .expect(200)
    expect(csv).not.toMatch(/(^|,)"?[=+@-]\w/m)
  })

  test('a list of PINs is data: names in it are never markup', async () => {
    const name = '<b onclick=alert(1)>'
    const { id } = await aSubscriber(ada, customer, { lastName: name, email: 'pins@acme.example' })
    const made = await ada.post(`${customer.path}/deployment-pins`, { selection: { ids: [id] } }).expect(202)
    await finished(ada, customer, made.id)
    const answer = await ada.post(`${customer.path}/deployment-pins/${made.id}/hand-over-lists`)
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/)
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(answer.body.items).toMatchObject([{ lastName: name }])
  })
})
