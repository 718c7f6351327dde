import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { enqueue } from '#platform/queue/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, aSubscriber, deployTo } from '#tests/harness/people.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'
import { pushLinks } from '../deployments/redirect-push.ts'
import { buildRedirectServer } from '../redirect/server.ts'
import { type RedirectChannel, redirectChannel } from '../redirect/service-channel.ts'
import { RedirectStore } from '../redirect/store.ts'
import { bundledContent } from './default-content.ts'

let app: TestApp
let ada: ApiClient
let customer: Awaited<ReturnType<typeof aCustomer>>
let folder: string
let file: string
let store: RedirectStore
let server: FastifyInstance
let redirect: RedirectChannel

// A redirect server with a file of its own, so that one can look at every byte it holds.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-redirect-'))
  file = join(folder, 'redirect.sqlite')
  store = new RedirectStore(file)
  app = await startTestApp()
  server = buildRedirectServer({ store, secret: app.platform.redirectSecret, log: app.platform.log })
  await server.listen({ host: '127.0.0.1', port: 0 })
  app.platform.origins.redirect = `http://localhost:${(server.server.address() as AddressInfo).port}`
  redirect = redirectChannel({
    redirectOrigin: app.platform.origins.redirect,
    secret: app.platform.redirectSecret,
    serviceOrigin: app.serviceOrigin,
    outbound: app.platform.outbound,
  })
  ada = await app.ada()
  customer = await aCustomer(ada)
})
afterAll(async () => {
  await app.stop()
  await server.close()
  store.close()
  await rm(folder, { recursive: true, force: true })
})

const push = () =>
  app.platform.database.inDirectory((tx) => enqueue(tx, pushLinks, {}, { key: pushLinks.name }))
const emailIn = (language: string) => ada.get(`${customer.path}/deployment-email/${language}`).expect(200)

test('the bundled content has a new version whenever a text changes', () => {
  const hash = createHash('sha256').update(JSON.stringify(bundledContent.contents)).digest('hex')
  // Changed a default text? Then raise bundledVersion, and write both down here.
  expect({ version: bundledContent.version, hash }).toEqual({
    version: 1,
    hash: 'd89558c5b3e98ff7ce9cf86f32b6a0d7119e0c189e1d22920a13b0d18503e201',
  })
})

describe('CD-13: default e-mail content on the redirect server', () => {
  test("no user data is there, also while an account's mails use it", async () => {
    const anna = {
      firstName: 'Xanthippe',
      lastName: 'Quillfeather',
      email: 'xq@secretmail.example',
      directoryNumber: '77345',
      pbxSipUserName: 'pbxuser9',
      pbxSipPassword: 'hunter2hunter2',
    }
    const { id } = await aSubscriber(ada, customer, anna)
    await deployTo(ada, customer, [id])
    const { raw } = await app.mail.waitForMessage(({ envelope }) => envelope.to.includes(anna.email))
    const mail = await app.mail.parse(raw)
    expect(mail.text).toContain(anna.lastName)
    const token = /\/d\/(\S+)/.exec(mail.text ?? '')?.[1] as string
    await waitUntil(() => store.emailDefaults(), { what: 'the default content is there' })
    const held = await everythingHeld()
    expect(held).toContain('{{firstName}}')
    expect(held).toContain(createHash('sha256').update(token).digest('hex'))
    for (const secret of [...Object.values(anna), token, customer.id, 'Acme']) {
      expect(held.toLowerCase(), secret).not.toContain(secret.toLowerCase())
    }
  })

  test('is what the service brings along, in five languages', async () => {
    expect(await redirect.emailDefaults()).toMatchObject({ version: 1 })
    const byLanguage = (await redirect.emailDefaults())?.contents ?? []
    expect(byLanguage.map(({ language }) => language).sort()).toEqual(['de', 'en', 'es', 'fr', 'pt'])
    expect(byLanguage).toEqual(expect.arrayContaining(bundledContent.contents))
  })

  test('where newer is what accounts without own texts get; the bundled texts stand in where it lacks a language', async () => {
    await ada.put(`${customer.path}/deployment-email/fr`, { subject: 'À nous', body: '{{link}}' }).expect(200)
    await redirect.pushEmailDefaults({
      version: 2,
      contents: ['de', 'fr', 'tlh'].map((language) => ({
        language,
        subject: `Two ${language}`,
        bodyText: 'Newer {{link}}',
      })),
    })
    await push()
    await waitUntil(async () => (await emailIn('de')).defaultVersion === 2, {
      what: 'the newer content is in force',
    })
    expect(await emailIn('de')).toMatchObject({ subject: 'Two de', body: 'Newer {{link}}', isDefault: true })
    expect(await emailIn('fr')).toMatchObject({ subject: 'À nous', isDefault: false, defaultVersion: 2 })
    expect(await emailIn('en')).toMatchObject({ defaultVersion: 1, isDefault: true })
    expect(await redirect.emailDefaults(), 'newer content is not replaced by ours').toMatchObject({
      version: 2,
    })
  })

  test('threats "Compromised redirect server": texts that break the rules are not taken', async () => {
    await redirect.pushEmailDefaults({
      version: 3,
      contents: [
        { language: 'de', subject: 'Your PIN', bodyText: '{{link}} {{deploymentPin}}' },
        { language: 'es', subject: 'Visit', bodyText: '{{link}} https://evil.example' },
        { language: 'pt', subject: 'Três', bodyText: 'Bem {{link}}' },
      ],
    })
    await push()
    await waitUntil(async () => (await emailIn('pt')).defaultVersion === 3, {
      what: 'the good text is in force',
    })
    expect(await emailIn('de')).toMatchObject({ subject: 'Two de', defaultVersion: 2 })
    expect(await emailIn('es')).toMatchObject({ defaultVersion: 1 })
  })
})

/** Every row of every table as text, blobs in hexadecimal, and every byte of the files. */
async function everythingHeld(): Promise<string> {
  const db = new DatabaseSync(file, { readOnly: true })
  const tables = db.prepare("select name from sqlite_schema where type = 'table'").all()
  const rows = tables.flatMap(({ name }) => db.prepare(`select * from "${name}"`).all())
  db.close()
  const cells = rows
    .flatMap((row) => Object.values(row))
    .map((cell) => (cell instanceof Uint8Array ? Buffer.from(cell).toString('hex') : String(cell)))
  const files = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name))))
  return [...cells, ...files.map((bytes) => bytes.toString('latin1'))].join('\n')
}
