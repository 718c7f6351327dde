import type { Email } from 'postal-mime'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { importsOf, type Json } from '#features/imports/imports.testing.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, anAdminOf, aPerson, deployTo, finished } from '#tests/harness/people.ts'
import { userImportsOf } from '#tests/harness/user-imports.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'
import { fourAtATime, naughtyNames } from './naughty-strings.ts'

let app: TestApp
let ada: ApiClient
let customer: Awaited<ReturnType<typeof aCustomer>>

const keeper = 'keeper@acme.example'
/** Anna, whose mails show what the others must look like, and everybody else: two naughty names each. */
const people: Array<[firstName: string, lastName: string]> = [['Anna', 'Kühn']]
for (let at = 0; at < naughtyNames.length; at += 2) {
  people.push([naughtyNames[at] as string, naughtyNames[at + 1] ?? 'Kühn'])
}

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
  customer = await aCustomer(ada)
  // Nobody waits for the redirect server.
  await ada.patch(customer.path, { redirectBypass: true }).expect(200)
  await anAdminOf(app, customer, { email: keeper })
})
afterAll(() => app.stop())

const recipientOf = (kind: string, index: number) => `${kind}-${index}@acme.example`
const quoted = (row: readonly string[]) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')
/** A file of everybody, each at an address of this kind. */
const fileOf = (kind: string, more: string[] = [], rest: (index: number) => string[] = () => []) =>
  [
    ['First name', 'Last name', 'E-mail address', ...more],
    ...people.map((names, index) => [...names, recipientOf(kind, index), ...rest(index)]),
  ]
    .map(quoted)
    .join('\n')

/** Everybody as a subscriber. @returns their ids, in the order of `people` */
async function theSubscribers(): Promise<string[]> {
  const imports = importsOf(ada)
  const more = ['PBX SIP host', 'PBX SIP user name', 'PBX SIP password']
  const file = fileOf('deployment', more, (index) => ['pbx.acme.example', `${index + 1_000}`, 's3cret'])
  const plan = await imports.planned(customer, file)
  const unfit = (await imports.rows(customer, plan)).filter(({ verdict }) => verdict !== 'create')
  expect(unfit).toEqual([])
  await imports.applied(customer, plan)
  const idOf = new Map((await imports.subscribers(customer)).map(({ id, email }: Json) => [email, id]))
  return people.map((_names, index) => idOf.get(recipientOf('deployment', index)))
}

/** The mails whose recipients begin so, in the order of `people`, once all have come. */
async function mailsTo(kind: string): Promise<Email[]> {
  const raws = await waitUntil(
    () => {
      const sent = people.map((_names, index) =>
        app.mail.messages.find(({ envelope }) => envelope.to.includes(recipientOf(kind, index))),
      )
      return sent.every((message) => message !== undefined) ? sent.map(({ raw }) => raw) : undefined
    },
    { what: `every ${kind} mail has come`, timeoutMs: 60_000 },
  )
  return Promise.all(raws.map((raw) => app.mail.parse(raw)))
}

/** Elements and attributes of the HTML, without its texts and without where its own links lead. */
function skeletonOf({ html = '' }: Email): string {
  return html
    .replace(/href="([^"]*)"/g, (whole, href: string) =>
      [app.serviceOrigin, app.redirectOrigin].some((own) => href.startsWith(`${own}/`)) ? 'href=""' : whole,
    )
    .replace(/>[^<]*</g, '><')
}

/** As a reader sees it: without the blanks that keep addresses from becoming links. */
const readable = (text: string) =>
  text
    .replace(/[\u200b\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/\s+/g, ' ')
    .trim()

/** Each of the mails has the elements, attributes and headers of the first, on one line each. */
function expectInert([plain, ...mails]: Email[]): void {
  const headersOf = ({ headers }: Email) => headers.map(({ key }) => key).sort()
  for (const mail of mails) {
    const { subject = '', to, cc, bcc } = mail
    expect(skeletonOf(mail), subject).toBe(skeletonOf(plain as Email))
    expect(headersOf(mail), subject).toEqual(headersOf(plain as Email))
    expect({ to: to?.length, cc, bcc }).toEqual({ to: 1, cc: undefined, bcc: undefined })
    for (const { value } of mail.headers) expect(value).not.toMatch(/[\r\n]/)
    expect(subject).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u)
  }
}

function expectNamed(mails: Email[]): void {
  for (const [index, { text = '' }] of mails.entries()) {
    const [firstName, lastName] = people[index] ?? []
    expect(readable(text)).toContain(readable(`${firstName} ${lastName}`))
  }
}

describe('Naughty strings: as names in mails they are text, and HTML and headers are those of every mail', () => {
  test('of *Finish building your account* (UA-16)', async () => {
    const users = userImportsOf(ada, customer)
    await users.applied(await users.planned(fileOf('welcome')))
    const mails = await mailsTo('welcome')
    expectInert(mails)
    expectNamed(mails)
  }, 60_000)

  test('of a deployment (CD-6), and of what admins are told when links are taken by hand, whatever the account is called', async () => {
    const ids = await theSubscribers()
    await deployTo(ada, customer, ids)
    const mails = await mailsTo('deployment')
    expectInert(mails)

    const before = app.mail.messages.length
    // One after the other: a notice bears the name that the account has when it is written.
    for (const [index, id] of ids.entries()) {
      const name = index === 0 ? 'Acme' : (naughtyNames[(index * 2) % naughtyNames.length] as string)
      await ada.patch(customer.path, { name }).expect(200)
      await ada.post(`${customer.path}/subscribers/${id}/links`).expect(201)
    }
    await ada.patch(customer.path, { name: 'Acme' }).expect(200)
    const notices = await waitUntil(
      async () => {
        const toKeeper = app.mail.messages
          .slice(before)
          .filter(({ envelope }) => envelope.to.includes(keeper))
        const told = await Promise.all(toKeeper.map(({ raw }) => app.mail.parse(raw)))
        const taken = told.filter(({ text }) => text?.includes('was taken by hand'))
        return taken.length >= ids.length ? taken : undefined
      },
      { what: 'every notice has come', timeoutMs: 60_000 },
    )
    const ofAnna = notices.find(({ subject }) => subject?.includes('Anna Kühn')) as Email
    expectInert([ofAnna, ...notices.filter((notice) => notice !== ofAnna)])
  }, 120_000)

  test('of a reset of the password (UA-61)', async () => {
    const everybody = people.map(([firstName, lastName], index) => ({ firstName, lastName, index }))
    await fourAtATime(everybody, async ({ firstName, lastName, index }) => {
      await aPerson(app, customer, { firstName, lastName, email: recipientOf('reset', index) })
    })
    const selection = { all: true, filter: { search: 'reset-' } }
    const { id } = await ada.post(`${customer.path}/password-resets`, { selection }).expect(202)
    await finished(ada, customer, id)
    expectInert(await mailsTo('reset'))
  }, 60_000)
})
