import { readFile } from 'node:fs/promises'
import { expect } from 'vitest'
import { aColleague, aCustomer, aSubscriber, deployTo } from '#tests/harness/people.ts'
import { choose, openManage, rowWith, sidePanel } from './harness/admin.ts'
import { examiner } from './harness/axe.ts'
import { test } from './harness/test.ts'

test('an operation tells why records were not done, shows them cause by cause, and gives a report of all', async ({
  app,
  visit,
}) => {
  const admin = await app.ada()
  const customer = await aCustomer(admin, {}, { pinRequired: true })
  const ids: string[] = []
  for (let number = 1001; number <= 1025; number++) {
    const given = {
      lastName: `Nr ${number}`,
      email: `${number}@acme.example`,
      pbxSipUserName: String(number),
    }
    ids.push((await aSubscriber(admin, customer, given)).id)
  }
  const { id } = await deployTo(admin, customer, ids)
  const page = await visit({ as: admin })
  await page.goto(`${customer.path}/activity/operations/${id}`)
  const cause = page.getByRole('listitem').filter({ hasText: 'requires a deployment PIN' })
  await cause.getByText('25', { exact: true }).waitFor()
  await cause.getByRole('button', { name: 'Show the records' }).click()
  await cause.getByRole('button', { name: 'Show more' }).waitFor()
  expect(await cause.getByRole('link').count()).toBe(20)
  const { look, found } = examiner()
  await look(page, 'reasons of an operation')
  await cause.getByRole('button', { name: 'Show more' }).click()
  await cause.getByRole('button', { name: 'Show more' }).waitFor({ state: 'detached' })
  expect(await cause.getByRole('link').count()).toBe(25)
  expect(found).toEqual([])

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download report' }).click(),
  ])
  const report = await readFile(await download.path(), 'utf8')
  expect(report.trim().split('\r\n')).toHaveLength(26)
})

test('DP-4: a test of the e-mail goes to me or to another admin who has registered; nobody else is offered', async ({
  app,
  visit,
}) => {
  const admin = await app.ada()
  const customer = await aCustomer(admin)
  await aColleague(app, customer, { email: 'dora@acme.example' })
  await aColleague(app, customer, { email: 'emil@acme.example', registered: false })
  await aColleague(app, customer, { email: 'fred@acme.example', role: 'user' })
  const page = await visit({ as: admin })
  await page.goto(`${customer.path}/deployment/email`)
  await page.getByRole('combobox', { name: 'Send a test to', exact: true }).click()
  await page.getByRole('option', { name: 'Dora Weiss · dora@acme.example' }).waitFor()
  expect(await page.getByRole('option').allTextContents()).toEqual(['Me', 'Dora Weiss · dora@acme.example'])
  await page.keyboard.press('Escape')
  await choose(page, 'Send a test to', 'Dora Weiss · dora@acme.example')
  await page.getByRole('button', { name: 'Send test' }).click()
  await page.getByText('A test is on its way to dora@acme.example.').waitFor()
  await app.mail.waitForMessage(({ envelope }) => envelope.to.includes('dora@acme.example'))
})

test('DP-4: a preview in plain text, for a person that was chosen, stays so when the text is saved', async ({
  app,
  visit,
}) => {
  const admin = await app.ada()
  const customer = await aCustomer(admin)
  await aSubscriber(admin, customer)
  const page = await visit({ as: admin })
  await page.goto(`${customer.path}/deployment/email`)
  await choose(page, 'Shown for', 'Anna Kühn')
  await page.getByText('Plain text', { exact: true }).click()
  const body = page.getByRole('textbox', { name: 'Text', exact: true })
  await body.fill(`Dear {{firstName}}\n\n{{link}}`)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('Your own text, version 1').waitFor()
  await page.locator('pre').getByText('Dear Anna').waitFor()
  expect(await page.getByRole('radio', { name: 'Plain text' }).isChecked()).toBe(true)
  expect(await page.getByRole('combobox', { name: 'Shown for' }).inputValue()).toBe('Anna Kühn')
  expect(await page.locator('iframe').count()).toBe(0)
})

test('CD-6: a record that was deleted is named as such, and is not offered to be done again', async ({
  app,
  visit,
}) => {
  const admin = await app.ada()
  const customer = await aCustomer(admin)
  const { id: deletedId } = await aSubscriber(admin, customer)
  await admin.delete(`${customer.path}/subscribers/${deletedId}`).expect(204)
  const { id } = await deployTo(admin, customer, [deletedId])
  const page = await visit({ as: admin })
  await page.goto(`${customer.path}/activity/operations/${id}`)
  await rowWith(page, 'A deleted user').getByText('This record does not exist any more.').waitFor()
  expect(await page.getByText(deletedId).count()).toBe(0)
  await page.getByRole('listitem').filter({ hasText: 'does not exist any more' }).waitFor()
  expect(await page.getByRole('button', { name: 'Retry failed' }).count()).toBe(0)
})

test('CD-6: a deployment says that e-mails were queued and how they fared, and leads to those whom none reached', async ({
  app,
  visit,
}) => {
  const admin = await app.ada()
  const customer = await aCustomer(admin)
  const anna = await aSubscriber(admin, customer)
  const fay = { firstName: 'Fay', lastName: 'Reed', email: 'fay@acme.example' }
  const other = await aSubscriber(admin, customer, fay)
  app.mail.refuse((address) => (address === fay.email ? 550 : undefined))
  const { id } = await deployTo(admin, customer, [anna.id, other.id])
  const page = await visit({ as: admin })
  await page.goto(`${customer.path}/activity/operations/${id}`)
  await page.getByText('2 e-mails queued', { exact: true }).waitFor()
  await rowWith(page, 'Fay Reed').getByText('E-mail queued', { exact: true }).waitFor()
  const fares = page.getByRole('group', { name: 'What became of the e-mails' })
  await fares.getByRole('link', { name: '1 e-mail sent, no softphone yet' }).waitFor()
  await fares.getByRole('link', { name: '1 e-mail could not be sent' }).click()
  await page.waitForURL(/subscribers\?.*state=failed/)
  await rowWith(page, fay.email).waitFor()
  expect(await rowWith(page, 'Kühn').count()).toBe(0)
  app.mail.refuse(() => undefined)
})

test('on a phone the event history says when, who, from where and what without scrolling, and leads to the record', async ({
  app,
  visit,
}) => {
  const admin = await app.ada()
  const customer = await aCustomer(admin)
  await aSubscriber(admin, customer, { firstName: 'Maria', lastName: 'Delgado' })
  const viewport = { width: 390, height: 844 }
  const page = await visit({ as: admin, viewport })
  await page.goto(`${customer.path}/activity/events`)
  const act = page.getByRole('link', { name: 'Added the user Maria Delgado' })
  await act.waitFor()
  const box = page.getByRole('table', { name: 'Events' }).locator('..')
  expect(await box.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0)
  await rowWith(page, 'Maria Delgado')
    .getByText(/127\.0\.0\.1|::1/)
    .waitFor()
  await act.click()
  await sidePanel(page).getByRole('heading', { name: 'Maria Delgado' }).waitFor()
})

test('CD-2: on a phone the state stands beside the name, and the parts of a record in one line', async ({
  app,
  visit,
}) => {
  const admin = await app.ada()
  const customer = await aCustomer(admin)
  const { id } = await aSubscriber(admin, customer)
  const viewport = { width: 390, height: 844 }
  const page = await visit({ as: admin, viewport })
  await openManage(page, customer)
  const state = await rowWith(page, 'Kühn').getByText('New', { exact: true }).boundingBox()
  expect((state?.x ?? viewport.width) + (state?.width ?? 0)).toBeLessThan(viewport.width)
  await openManage(page, customer, `?open=${id}`)
  const tabs = sidePanel(page).getByRole('tab')
  await tabs.first().waitFor()
  const boxes = await Promise.all((await tabs.all()).map((tab) => tab.boundingBox()))
  expect(boxes).toHaveLength(4)
  expect(new Set(boxes.map((box) => box?.y)).size).toBe(1)
})
