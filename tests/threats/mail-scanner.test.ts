import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, anAdminOf, aSubscriber, deployTo, timelineOf } from '#tests/harness/people.ts'
import { aPhone, linkTokenOf } from '#tests/harness/phones.ts'
import { askedReset, completedReset } from '#tests/harness/resets.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'

let app: TestApp
let ada: ApiClient
let customer: Awaited<ReturnType<typeof aCustomer>>

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
  customer = await aCustomer(ada)
})
afterAll(() => app.stop())

/** Addresses in a document, absolute, as a scanner collects them: in attributes and in plain text. */
function addressesIn(text: string, base: string): string[] {
  const attributes = [...text.matchAll(/\b(?:href|src|action|content)="([^"]+)"/g)].map(
    ([, value = '']) => value,
  )
  const plain = [...text.matchAll(/https?:\/\/[^\s"<>]+/g)].map(([address]) => address)
  return [...attributes, ...plain]
    .map((address) => URL.parse(address.replaceAll('&amp;', '&'), base))
    .filter((url): url is URL => url?.protocol === 'http:' && url.hostname === 'localhost')
    .map((url) => url.href)
}

/** A form of a page, with what a browser would send if one pressed its button at once. */
interface Form {
  action: string
  fields: URLSearchParams
}

function formsIn(html: string, base: string): Form[] {
  return [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].map(([, attributes = '', inside = '']) => {
    const fields = new URLSearchParams()
    for (const [input] of inside.matchAll(/<input\b[^>]*>/g)) {
      const name = /\bname="([^"]*)"/.exec(input)?.[1]
      const isChosen = !/type="(radio|checkbox)"/.test(input) || /\bchecked\b/.test(input)
      if (name !== undefined && isChosen) fields.append(name, /\bvalue="([^"]*)"/.exec(input)?.[1] ?? '')
    }
    return { action: new URL(/\baction="([^"]*)"/.exec(attributes)?.[1] ?? '', base).href, fields }
  })
}

/** Opens everything that can be reached from a mail, with HEAD, GET and POST, and submits every form as it stands. @returns what was opened */
async function scan(mail: string): Promise<string[]> {
  const seen = new Set<string>()
  const due = addressesIn(mail, app.serviceOrigin)
  const form = 'application/x-www-form-urlencoded'
  for (let url = due.pop(); url !== undefined; url = due.pop()) {
    if (seen.has(url)) continue
    seen.add(url)
    await fetch(url, { method: 'HEAD' })
    const page = await fetch(url, { headers: { accept: 'text/html' } })
    const html = await page.text()
    due.push(...addressesIn(html, page.url))
    await fetch(url, { method: 'POST', headers: { 'content-type': form }, body: '' })
    await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })
    for (const { action, fields } of formsIn(html, page.url)) {
      const pressed = await fetch(action, {
        method: 'POST',
        headers: { 'content-type': form },
        body: fields.toString(),
      })
      due.push(...addressesIn(await pressed.text(), pressed.url))
    }
  }
  return [...seen]
}

const ways: Array<[string, { deploymentPin?: string }]> = [
  ['without a PIN', {}],
  ['with a PIN', { deploymentPin: '48291377' }],
]

test.each(
  ways,
)('Mail scanner: one that opens every address of a mail %s and submits every form as it stands spends nothing', async (_how, given) => {
  const email = `anna-${Object.keys(given).length}@acme.example`
  const { id } = await aSubscriber(ada, customer, { email, ...given })
  await deployTo(ada, customer, [id])
  const { raw } = await app.mail.waitForMessage(({ envelope }) => envelope.to.includes(email))
  const { text, html } = await app.mail.parse(raw)
  const opened = await scan(`${text}\n${html}`)
  const token = await linkTokenOf(app, ada, customer, id)
  expect(opened).toEqual(expect.arrayContaining([`${app.platform.origins.redirect}/d/${token}`]))
  expect(opened.some((url) => url.startsWith(`${app.serviceOrigin}/d/`))).toBe(true)

  const kinds = await timelineOf(ada, customer, id)
  expect(kinds.filter((kind) => /^(ticket|client|pin)\./.test(kind))).toEqual([])
  const [spent] = await asSuperuser(
    app.database,
    `select (select count(*) from app.tickets where subscriber_id = $1)::int as tickets,
            (select count(*) from app.clients where subscriber_id = $1)::int as clients,
            (select sum(pin_failures) from app.deployments where subscriber_id = $1)::int as tries`,
    [id],
  )
  expect(spent).toEqual({ tickets: 0, clients: 0, tries: 0 })
  await aPhone(app, token, {
    client: 'generic',
    ...(given.deploymentPin ? { pin: given.deploymentPin } : {}),
  })
})

test('Mail scanner: a download within a minute of the delivery is flagged on the timeline and at the client, a later one is not', async () => {
  const flagged = async (email: string, seconds: number) => {
    const { id } = await aSubscriber(ada, customer, { email })
    await deployTo(ada, customer, [id])
    await waitUntil(async () => (await timelineOf(ada, customer, id)).includes('mail.accepted'), {
      what: 'the mail is delivered',
    })
    app.clock.advance({ seconds })
    await aPhone(app, await linkTokenOf(app, ada, customer, id))
    const path = `${customer.path}/subscribers/${id}`
    const { items } = await ada.get(`${path}/timeline`).expect(200)
    const download = items.find(({ kind }: { kind: string }) => kind === 'client.downloaded')
    const [client] = (await ada.get(`${path}/clients`).expect(200)).items
    return [download.details.suspicious ?? null, client.suspicious]
  }
  expect(await flagged('soon@acme.example', 5)).toEqual(['within-60-seconds', 'within-60-seconds'])
  expect(await flagged('later@acme.example', 61)).toEqual([null, null])
})

test('Mail scanner: one that opens every address of the mail of a reset and posts what it can make of it spends neither link nor code', async () => {
  const email = 'carla@acme.example'
  await anAdminOf(app, customer, { email })
  const reset = await askedReset(app, email)
  const opened = await scan(reset.text)
  expect(opened).toEqual(expect.arrayContaining([`${app.serviceOrigin}/reset/${reset.token}`]))
  const [found] = await asSuperuser(
    app.database,
    'select opened_at, code_failures, used_at from app.password_resets where account_id = $1',
    [customer.id],
  )
  expect(found).toEqual({ opened_at: null, code_failures: 0, used_at: null })
  await completedReset(app, reset, 'seven blue umbrellas sing')
})
