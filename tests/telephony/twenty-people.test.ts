import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { timelineOf } from '../harness/people.ts'
import { waitUntil } from '../harness/wait-until.ts'
import { cannotStartEstate, type Estate, startEstate } from './harness/estate.ts'
import { addressesOf, type EstatePerson, twentyPeople, uma, viktor } from './harness/estate-people.ts'
import {
  chooseApp,
  deploymentMail,
  qrOnPage,
  registered,
  saveBaresipFile,
  setUpLinphone,
} from './harness/journey.ts'

const everybody = [...twentyPeople, uma, viktor]
const [anna, bob, ...others] = twentyPeople as [EstatePerson, EstatePerson, ...EstatePerson[]]

/** So many come to their phones at the same time; two cores carry it. */
const lanes = 3

describe.skipIf(cannotStartEstate)('from a CSV to registered softphones', () => {
  let estate: Estate

  beforeAll(async () => {
    estate = await startEstate(everybody)
  }, 120_000)

  afterAll(async () => {
    await estate?.stop()
  }, 60_000)

  test('CD-1 CD-6 MU-13: all of a CSV stand in one list, and Deploy mails each a link and QR of their own, without secrets', async () => {
    const { ada, app, customer } = estate
    const { items } = await ada.get(`${customer.path}/subscribers?limit=100`).expect(200)
    const named = ({ firstName, lastName }: EstatePerson) => `${firstName} ${lastName}`
    expect(items.map(named).sort()).toEqual(everybody.map(named).sort())
    expect(items.filter((each: { deployedAt: unknown }) => each.deployedAt !== null)).toEqual([])

    expect(await estate.deploy(everybody)).toMatchObject({ done: everybody.length, failed: 0, skipped: 0 })
    const mails = await Promise.all(everybody.map((person) => deploymentMail(estate, person)))
    expect(app.mail.messages.map(({ envelope }) => envelope.to).sort()).toEqual(
      everybody.map(({ email }) => [email]).sort(),
    )
    expect(new Set(mails.map(({ link }) => link)).size).toBe(everybody.length)
    for (const [at, { link, mail }] of mails.entries()) {
      expect(link.startsWith(`${app.redirectOrigin}/d/`)).toBe(true)
      expect(mail.html).toContain(link)
      expect(mail.text).toContain(link)
      const { pin, pbx, mbg } = everybody[at] as EstatePerson
      for (const secret of [pin, pbx?.password, mbg?.password].filter((each) => each !== undefined)) {
        expect(mail.text).not.toContain(secret)
        expect(mail.html).not.toContain(secret)
      }
    }
  })

  test('CD-3 MU-12 DP-2: Downloaded is the fetch, not the mail, the link or the PIN; linphone registers at PBX and gateway', async () => {
    const { ada, app, customer, registrar } = estate
    const { link } = await deploymentMail(estate, anna)
    const { id } = await estate.record(anna)
    const mailAccepted = async () => (await estate.record(anna)).state === 'sent'
    await waitUntil(mailAccepted, { what: 'the mail to count as deployed' })
    const untouched = { deployedAt: expect.any(String), downloadedAt: null, clientCount: 0 }
    expect(await estate.record(anna)).toMatchObject(untouched)

    const page = await estate.browser.newPage()
    await page.goto(link)
    expect(new URL(page.url()).origin).toBe(app.serviceOrigin)
    expect(await page.textContent('body')).not.toContain('Anna')
    expect(await estate.record(anna)).toMatchObject(untouched)
    await chooseApp(page, /Linphone/, '111111')
    expect(await page.locator('details.qr').count()).toBe(0)
    await chooseApp(page, /Linphone/, anna.pin)
    const ticketUrl = await qrOnPage(page)
    expect(await estate.record(anna)).toMatchObject(untouched)

    const phone = await estate.linphone(anna, ticketUrl)
    await registered(estate, anna)
    expect(await registrar.registered()).toEqual(addressesOf(anna).sort())
    const [gateway] = await registrar.bindings('gw1001@gw.acme.test')
    expect(gateway?.contact).toContain('transport=tls')
    const downloaded = { state: 'downloaded', downloadedAt: expect.any(String), clientCount: 1 }
    expect(await estate.record(anna)).toMatchObject(downloaded)
    expect(await phone.configGet('misc', 'config-uri')).toContain(`${app.serviceOrigin}/client/v1/`)
    expect(await phone.configText()).not.toContain(anna.pbx?.password)
    expect(await timelineOf(ada, customer, id)).toEqual([
      ...['subscriber.added', 'deployment.queued', 'mail.accepted', 'link.opened', 'pin.wrong'],
      ...['ticket.made', 'client.downloaded'],
    ])
    await page.waitForURL(/\/phones\//)
    const notice = await app.mail.waitForMessage(async ({ raw }) =>
      ((await app.mail.parse(raw)).subject ?? '').includes('Linphone'),
    )
    expect(notice.envelope.to).toEqual([anna.email])
  })

  test('CD-3 MU-12 DP-2: without a PIN none is asked for; baresip registers at both with the file of the page', async () => {
    const { link } = await deploymentMail(estate, bob)
    const page = await estate.browser.newPage()
    await page.goto(link)
    expect(await page.getByRole('textbox').count()).toBe(0)
    await chooseApp(page, /baresip/, undefined)
    expect(await estate.record(bob)).toMatchObject({ downloadedAt: null, clientCount: 0 })
    await saveBaresipFile(estate, bob, page)
    expect(await estate.record(bob)).toMatchObject({ downloadedAt: expect.any(String), clientCount: 1 })

    await estate.baresip(bob)
    await registered(estate, bob)
    await page.getByRole('link', { name: 'I have set it up' }).click()
    expect(await page.textContent('h1')).toMatch(/^Set up on baresip/)
    for (const address of addressesOf(bob)) {
      const [binding] = await estate.registrar.bindings(address)
      expect(binding?.userAgent).toContain('baresip')
    }
  })

  test.each<[string, EstatePerson]>([
    ['MU-4 MU-5: who has an account at the border gateway only registers there and nowhere else', uma],
    ['MU-3: who has an account at the PBX only registers there and nowhere else', viktor],
  ])('%s', async (_rule, person) => {
    const mark = estate.registrar.log().length
    const page = await estate.browser.newPage()
    const phone = await setUpLinphone(estate, person, page)
    await page.close()
    // It takes leave of every registrar that it knows.
    await phone.quit()
    const asked = estate.registrar
      .log()
      .slice(mark)
      .matchAll(/REQ REGISTER sip:(\S+)/g)
    expect([...new Set([...asked].map(([, address]) => address))]).toEqual(addressesOf(person))
  })

  test('CD-3 MU-5: everybody else registers too, each as themselves: forty addresses of twenty people', async () => {
    const waiting = [...others]
    const comeToTheirPhones = async () => {
      const page = await estate.browser.newPage()
      for (let person = waiting.shift(); person; person = waiting.shift()) {
        await setUpLinphone(estate, person, page)
      }
    }
    await Promise.all(Array.from({ length: lanes }, comeToTheirPhones))

    expect(await estate.registrar.registered()).toEqual(twentyPeople.flatMap(addressesOf).sort())
    const { items } = await estate.ada.get(`${estate.customer.path}/subscribers?limit=100`).expect(200)
    const states = new Set(items.map(({ state }: { state: string }) => state))
    expect([...states]).toEqual(['downloaded'])
  })
})
