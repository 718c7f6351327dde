import { copyFile, mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from 'playwright-core'
import type { Email } from 'postal-mime'
import { waitUntil } from '../../harness/wait-until.ts'
import type { Baresip } from './baresip.ts'
import type { Estate } from './estate.ts'
import { addressesOf, type EstatePerson } from './estate-people.ts'
import type { Linphone } from './linphone.ts'
import { decodeQr } from './qr.ts'

/** A deployment e-mail as it arrived, and the link that a camera reads in its picture. */
export interface DeploymentMail {
  mail: Email
  link: string
}

/** The person's deployment e-mail, or a later one: the second is number 2. */
export async function deploymentMail(
  { app }: Estate,
  { email }: EstatePerson,
  number = 1,
): Promise<DeploymentMail> {
  return waitUntil(
    async () => {
      const found: DeploymentMail[] = []
      for (const { raw, envelope } of app.mail.messages) {
        if (!envelope.to.includes(email)) continue
        const mail = await app.mail.parse(raw)
        const picture = mail.attachments.find(({ mimeType }) => mimeType === 'image/png')
        // Other mails go to the same person, without a picture.
        if (!picture) continue
        const link = await decodeQr(Buffer.from(picture.content as ArrayBuffer))
        found.push({ mail, link })
      }
      return found[number - 1]
    },
    { what: `deployment e-mail ${number} for ${email}` },
  )
}

/** Types the PIN where the page asks for one, chooses the app and goes on. */
export async function chooseApp(page: Page, app: RegExp, pin: string | undefined): Promise<void> {
  if (pin !== undefined) await page.getByRole('textbox').fill(pin)
  await page.getByRole('radio', { name: app }).check()
  await page.getByRole('button').click()
}

/** What the softphone reads when its camera is held at the page. */
export async function qrOnPage(page: Page): Promise<string> {
  return decodeQr(await page.locator('details.qr img').first().screenshot({ scale: 'device' }))
}

/** From the mail to a linphone that has read the QR on the page, and is registered. */
export async function setUpLinphone(estate: Estate, person: EstatePerson, page: Page): Promise<Linphone> {
  const { link } = await deploymentMail(estate, person)
  await page.goto(link)
  await chooseApp(page, /Linphone/, person.pin)
  const ticketUrl = await qrOnPage(page)
  // Left before it goes to another page by itself, as it does once the phone has fetched.
  await page.goto('about:blank')
  const linphone = await estate.linphone(person, ticketUrl)
  await registered(estate, person)
  return linphone
}

/** From the mail to a baresip that has the file of the page in its folder, and is registered. A later mail by its number. */
export async function setUpBaresip(estate: Estate, person: EstatePerson, mailNumber = 1): Promise<Baresip> {
  const { link } = await deploymentMail(estate, person, mailNumber)
  const page = await estate.browser.newPage()
  await page.goto(link)
  await chooseApp(page, /baresip/, person.pin)
  await saveBaresipFile(estate, person, page)
  await page.close()
  const baresip = await estate.baresip(person)
  await registered(estate, person)
  return baresip
}

/** Saves the file of the page as the page says: as `accounts` in baresip's folder. */
export async function saveBaresipFile(estate: Estate, person: EstatePerson, page: Page): Promise<void> {
  const saved = page.waitForEvent('download')
  await page.getByRole('button').click()
  const file = await saved
  await mkdir(estate.folderOf(person), { recursive: true })
  await copyFile(await file.path(), path.join(estate.folderOf(person), file.suggestedFilename()))
}

/** Waits until the registrar has a binding for each of the person's addresses. */
export async function registered(estate: Estate, person: EstatePerson): Promise<void> {
  for (const address of addressesOf(person)) await estate.registrar.waitForBinding(address)
}
