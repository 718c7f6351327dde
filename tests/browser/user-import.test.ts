import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { aCustomer, aPerson } from '#tests/harness/people.ts'
import { peopleCsv, userImportsOf } from '#tests/harness/user-imports.ts'
import { dialog, field, rowWith, select, sidePanel } from './harness/admin.ts'
import { examiner } from './harness/axe.ts'
import { correctAddresses, openImport, thousandLines, undoImport, upload } from './harness/people-import.ts'
import { test } from './harness/test.ts'
import { openUsers } from './harness/users.ts'

const phoneSize = { viewport: { width: 390, height: 844 } }
const noMails = { sendWelcome: 'false' }

describe('UA-30: a file of people', () => {
  test('of 1,000 with 37 faulty rows is corrected in place until no errors are found, imported, and taken back', async ({
    app,
    visit,
  }) => {
    const ada = await app.ada()
    const customer = await aCustomer(ada, { name: 'Hooli' })
    const page = await visit({ as: ada })
    const { look, found } = examiner()
    await openImport(page, customer)
    await look(page, 'upload of people')
    await page.getByRole('checkbox', { name: 'Send welcome e-mails' }).uncheck()
    await upload(page, peopleCsv(thousandLines({ faulty: true })))
    await correctAddresses(page, () => look(page, 'a faulty row as a form'))
    await page.getByText('Adds 1,000 users.').waitFor()
    await page.getByText('No welcome e-mails are sent.').waitFor()
    await look(page, 'no errors found')
    await page.getByRole('button', { name: 'Import 1,000 users' }).click()
    await page.getByText('1,000 users were imported.').waitFor()
    await look(page, 'imported')
    const { people } = userImportsOf(ada, customer)
    expect((await people()).length).toBeGreaterThanOrEqual(500)

    await undoImport(page, '1,000')
    expect(await people()).toEqual([])
    expect(found).toEqual([])
  })

  test('UA-40 UA-63: of the selected is exported, and read again it changes a role; a name it changes is an error', async ({
    app,
    visit,
  }) => {
    const ada = await app.ada()
    const customer = await aCustomer(ada, { name: 'Initrode' })
    await aPerson(app, customer, { firstName: 'Anna', lastName: 'Kühn', email: 'anna@acme.example' })
    await aPerson(app, customer, { firstName: 'Bob', lastName: 'Stone', email: 'bob@acme.example' })
    const page = await visit({ as: ada })
    const { look, found } = examiner()
    await openUsers(page, customer)
    await select(page, ['Anna Kühn'])
    await page.getByRole('button', { name: 'Manage (1)' }).first().click()
    await sidePanel(page).getByRole('button', { name: 'Export (CSV)' }).click()
    await dialog(page).getByText('It holds no passwords.').waitFor()
    await dialog(page).getByRole('radio', { name: 'A program' }).check()
    await look(page, 'export of people')
    const saving = page.waitForEvent('download')
    await dialog(page).getByRole('button', { name: 'Export', exact: true }).click()
    const saved = await saving
    expect(saved.suggestedFilename()).toMatch(/^people-\d{4}-\d\d-\d\d\.csv$/)
    const content = await readFile(await saved.path(), 'utf8')
    expect(content).toContain('Kühn')
    expect(content).not.toContain('Stone')

    await page.goto(`/accounts/${customer.id}/users/import`)
    await page.getByRole('checkbox', { name: 'Overwrite existing users' }).check()
    await page.getByRole('checkbox', { name: 'Send welcome e-mails' }).uncheck()
    await upload(page, content.replace('Anna', 'Hanna').replace(',User,', ',Account Admin,'))
    await rowWith(page, 'Hanna').getByText('Hanna').click()
    await field(sidePanel(page), 'First name').fill('Anna')
    await page.keyboard.press('Enter')
    await sidePanel(page).getByText('Saved: line 2 is Changed now.').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Import 1 user' }).click()
    await page.getByText('1 user was imported.').waitFor()
    await rowWith(page, 'Kühn').click()
    await sidePanel(page).getByRole('heading', { name: 'Anna Kühn' }).waitFor()
    const [anna] = await userImportsOf(ada, customer).people()
    expect(anna).toMatchObject({ lastName: 'Kühn', role: 'admin' })
    expect(found).toEqual([])
  })
})

describe('UA-30: a partner imports people', () => {
  test('into several customers, which the rows name; no page of it is wider than a phone', async ({
    app,
    visit,
  }) => {
    const ada = await app.ada()
    const { account: northwind } = await ada.get('/sessions/current').expect(200)
    const acme = await aCustomer(ada, { name: 'Acme', customerNumber: 'C-1' })
    await aCustomer(ada, { name: 'Globex' })
    const page = await visit({ as: ada, ...phoneSize })
    const { look, found } = examiner()
    await page.goto(`/accounts/${northwind.id}/users/import`)
    await page.getByText('For your customers too').waitFor()
    const saving = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download template for customers' }).click()
    const template = await readFile(await (await saving).path(), 'utf8')
    await fitsAPhone(page)
    await look(page, 'upload of a partner')

    await page.getByRole('checkbox', { name: 'Send welcome e-mails' }).uncheck()
    await upload(
      page,
      `${template}C-1,Tom,Berg,tom@acme.example,User\r\nNobody,Zoe,Lang,zoe@acme.example,User\r\n`,
    )
    await page.getByText('1 row needs work before anything can be imported.').waitFor()
    // A customer that is named by its number is shown by its name.
    await rowWith(page, 'tom@acme.example').getByText('Acme', { exact: true }).waitFor()
    await fitsAPhone(page)
    await look(page, 'rows of customers')
    await rowWith(page, 'Nobody').getByText('Nobody').first().click()
    await field(page, 'Account').fill('Globex')
    await page.keyboard.press('Enter')
    await page.getByText('Saved: line 5 is New now.').waitFor()
    await fitsAPhone(page)
    await look(page, 'a row of a customer as a form')
    await page.keyboard.press('Escape')
    await page.getByText('No errors found').waitFor()
    await page.getByRole('button', { name: 'Import 4 users' }).click()
    await page.getByText('4 users were imported.').waitFor()
    await fitsAPhone(page)
    await look(page, 'imported into customers')
    await rowWith(page, 'tom@acme.example').click()
    await page.waitForURL(new RegExp(`/accounts/${acme.id}/users\\?open=`))
    await page.getByRole('heading', { name: 'Tom Berg' }).waitFor()
    expect(found).toEqual([])
  })

  test('into the customers that can be written to; of another it says why nobody came', async ({
    app,
    visit,
  }) => {
    const ada = await app.ada()
    const { account: northwind } = await ada.get('/sessions/current').expect(200)
    const initech = await aCustomer(ada, { name: 'Initech' })
    await aCustomer(ada, { name: 'Umbrella' })
    const { planned } = userImportsOf(ada, northwind)
    const lines = ['Initech,Anna,Kühn,anna@initech.example', 'Umbrella,Max,Berg,max@umbrella.example']
    const plan = await planned(peopleCsv(lines, 'Account,First name,Last name,Email'), noMails)
    // Somebody else adds her between plan and application.
    await aPerson(app, initech, { email: 'anna@initech.example' })
    const page = await visit({ as: ada })
    const { look, found } = examiner()
    await page.goto(`/accounts/${northwind.id}/users/import/${plan.id}`)
    await page.getByRole('button', { name: 'Import 2 users' }).click()
    await page.getByText('Nobody was imported into 1 customer:').waitFor()
    await page.getByText(/line 2/).waitFor()
    await page.getByText('Not everybody was imported').waitFor()
    expect(await page.getByText('2 users were imported.').count()).toBe(0)
    await look(page, 'a customer that failed')
    expect(found).toEqual([])
  })
})

async function fitsAPhone(page: Page): Promise<void> {
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
}
