import { readFile } from 'node:fs/promises'
import { expect } from 'vitest'
import { partnerAdmin } from '#tests/harness/app.ts'
import { aCustomer, aSubscriber } from '#tests/harness/people.ts'
import { beginAct, dialog, giveStepUp, openManage, select } from './harness/admin.ts'
import { examiner } from './harness/axe.ts'
import { test } from './harness/test.ts'

test('CD-9 CD-4: an export of the selection asks for the password, and saves a file with PINs and without the four secrets', async ({
  app,
  visit,
}) => {
  const ada = await app.ada()
  const customer = await aCustomer(ada)
  const secrets = {
    pbxSipPassword: 'never-1',
    mbgSipPassword: 'never-2',
    clientServicePassword: 'never-3',
    voicemailPin: '99887766',
  }
  const service = { clientServiceHost: 'cs.acme.example', clientServiceUserName: 'anna' }
  await aSubscriber(ada, customer, { ...secrets, ...service, deploymentPin: '90817263' })
  await aSubscriber(ada, customer, { firstName: 'Bob', lastName: 'Stone', email: 'bob@acme.example' })
  const page = await visit({ as: ada })
  const { look, found } = examiner()
  await openManage(page, customer)
  await page.getByRole('button', { name: 'More actions' }).click()
  const entry = page.getByRole('menuitem', { name: /^Export/ })
  expect(await entry.getAttribute('aria-disabled')).toBe('true')
  await page.keyboard.press('Escape')
  await select(page, ['Anna Kühn'])
  await beginAct(page, 'Export')
  await dialog(page).getByText('Never exported: client service password').waitFor()
  await dialog(page).getByRole('radio', { name: 'A program' }).check()
  await look(page, 'export')
  app.clock.advance({ minutes: 6 })
  const saving = page.waitForEvent('download')
  await dialog(page).getByRole('button', { name: 'Export', exact: true }).click()
  await giveStepUp(page, partnerAdmin.password)
  const saved = await saving
  expect(saved.suggestedFilename()).toMatch(/^subscribers-\d{4}-\d\d-\d\d\.csv$/)
  const content = await readFile(await saved.path(), 'utf8')
  expect(content).toContain('Kühn')
  expect(content).not.toContain('Stone')
  expect(content).toContain('90817263')
  for (const secret of Object.values(secrets)) expect(content).not.toContain(secret)
  await dialog(page).waitFor({ state: 'hidden' })
  expect(found).toEqual([])
})
