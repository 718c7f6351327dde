import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { partnerAdmin } from '#tests/harness/app.ts'
import { choose, dialog, rowWith, sidePanel, signIn } from './harness/admin.ts'
import { test } from './harness/test.ts'

const header = 'First name,Last name,Email address,Profile,PBX SIP host,PBX SIP user name,PBX SIP password'
const mira = 'Mira,Olsen,mira.olsen@acme.example,Field staff,pbx.acme.example,3001,s3cret-Mira'
const tom = 'Tom,Berg,tom.berg@acme.example,Field staff,pbx.acme.example,3002,s3cret-Tom'
const ada = 'Ada,Vik,ada.vik@acme.example,Field staff,pbx.acme.example,3003,s3cret-Ada'

test('CD-1 CD-2 CD-3 CD-4 CD-6 CD-10 MU-2: from signing in to three people with a link in their mailbox', async ({
  app,
  visit,
}) => {
  const page = await visit()
  await page.goto('/')
  await signIn(page, partnerAdmin)

  // A customer.
  await page.getByRole('button', { name: 'New customer' }).first().click()
  await dialog(page).getByRole('textbox', { name: 'Name', exact: true }).fill('Acme')
  await choose(dialog(page), 'Country', 'Austria')
  await dialog(page).getByRole('button', { name: 'Add customer' }).click()
  await page.getByText('No users yet').waitFor()

  // A profile.
  await page.getByRole('link', { name: 'Deployment profiles' }).click()
  await page.getByRole('button', { name: 'New profile' }).click()
  await sidePanel(page).getByRole('textbox', { name: 'Name', exact: true }).fill('Field staff')
  await sidePanel(page).getByRole('switch', { name: 'PIN required' }).uncheck({ force: true })
  await sidePanel(page).getByRole('button', { name: 'Save' }).click()
  await page.getByText('Field staff was saved.').waitFor()

  // A file with one faulty row: the error stands at its cell and nobody is imported.
  await page.getByRole('link', { name: 'Import subscribers (CSV)' }).click()
  await upload(page, [mira, tom.replace('tom.berg@acme.example', 'tom.berg.acme.example'), ada])
  const faulty = rowWith(page, 'Berg')
  await faulty.getByText('Error').waitFor()
  const cell = faulty.getByRole('cell', { name: 'tom.berg.acme.example', exact: true })
  const sentence = await cell.getByTitle(/e-mail/i).getAttribute('title')
  await faulty.getByText(String(sentence)).waitFor()
  const importButton = page.getByRole('button', { name: 'Import 2 users' })
  expect(await importButton.getAttribute('aria-disabled')).toBe('true')

  // Corrected and uploaded again.
  await page.getByRole('link', { name: 'Import another file' }).click()
  await upload(page, [mira, tom, ada])
  await page.getByRole('button', { name: 'Import 3 users' }).click()
  await page.getByText('3 users were imported.').waitFor()
  await page.getByRole('link', { name: 'Go to Manage' }).click()

  // Manage shows them, not deployed.
  const list = page.getByRole('table', { name: 'Users of client deployment' })
  await list.waitFor()
  const columns = ['Profile', 'First name', 'Last name', 'Number', 'E-mail address', 'Deployed', 'Downloaded']
  for (const name of columns) await list.getByRole('columnheader', { name }).waitFor()
  for (const name of ['Olsen', 'Berg', 'Vik'])
    await rowWith(page, name).getByText('New', { exact: true }).waitFor()

  // Deployed, all of them.
  await page.getByRole('checkbox', { name: 'Select all that match' }).check()
  await page.getByText('All 3 selected').waitFor()
  await page.getByRole('button', { name: 'Deploy', exact: true }).click()
  await dialog(page)
    .getByRole('button', { name: /^Deploy to/ })
    .click()
  await page.getByText('Deployment finished: 3 e-mails queued.').waitFor()
  await page.keyboard.press('Escape')
  await dialog(page).waitFor({ state: 'hidden' })
  for (const name of ['Olsen', 'Berg', 'Vik'])
    await rowWith(page, name).getByText('Sent', { exact: true }).waitFor()
  expect(app.mail.messages.map(({ envelope }) => envelope.to.join()).sort()).toEqual([
    'ada.vik@acme.example',
    'mira.olsen@acme.example',
    'tom.berg@acme.example',
  ])

  // The timeline says what the mail server said.
  await page.getByRole('link', { name: 'Berg' }).click()
  await sidePanel(page).getByRole('tab', { name: 'Timeline' }).click()
  await sidePanel(page)
    .getByText(/^Deployment e-mail sent to tom\.berg@acme\.example; the mail server answered “250/)
    .waitFor()

  // Tom follows the link of his mail, by way of the redirect server, and sets up an app by hand. Manage tells.
  const { raw } = await app.mail.waitForMessage(({ envelope }) =>
    envelope.to.includes('tom.berg@acme.example'),
  )
  const link = /https?:\/\/\S+/.exec((await app.mail.parse(raw)).text ?? '')?.[0] ?? ''
  expect(new URL(link).origin).toBe(app.redirectOrigin)
  const toms = await visit({ viewport: { width: 390, height: 844 } })
  await toms.goto(link)
  expect(new URL(toms.url()).origin).toBe(app.serviceOrigin)
  await toms.getByText('Other apps').click()
  await toms.getByRole('radio', { name: /Set up by hand/ }).check()
  await toms.getByRole('button', { name: 'Continue' }).click()
  await toms.getByRole('heading', { name: 'Settings for your softphone' }).waitFor()
  await page.reload()
  await rowWith(page, 'Berg').getByText('Downloaded', { exact: true }).waitFor()
})

async function upload(page: Page, rows: string[]): Promise<void> {
  const buffer = Buffer.from([header, ...rows, ''].join('\r\n'))
  await page
    .getByRole('group', { name: 'CSV file' })
    .locator('input[type=file]')
    .setInputFiles({ name: 'new-starters.csv', mimeType: 'text/csv', buffer })
  await page.getByRole('button', { name: 'Check file' }).click()
}
