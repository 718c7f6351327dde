import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { aCustomer, aPerson } from '#tests/harness/people.ts'
import { peopleCsv, userImportsOf } from '#tests/harness/user-imports.ts'
import { dialog, field, rowWith, select, sidePanel } from './harness/admin.ts'
import { examiner } from './harness/axe.ts'
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
    await openUsers(page, customer)
    await page.getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Import users' }).click()
    await page.getByRole('heading', { name: 'Import users' }).waitFor()
    await page.getByText('At least one of them; or Name instead.').waitFor()
    await look(page, 'upload of people')
    await page.getByRole('checkbox', { name: 'Send welcome e-mails' }).uncheck()
    await upload(page, peopleCsv(Array.from({ length: 1_000 }, (_, at) => personLine(at))))

    await page.getByText('37 rows need work before anything can be imported.').waitFor()
    await rowWith(page, 'person0.acme').getByText('person0.acme').click()
    const address = field(sidePanel(page), 'E-mail address')
    await address.and(page.locator(':focus')).waitFor()
    await page
      .getByText(/^Email: /)
      .first()
      .waitFor()
    await look(page, 'a faulty row as a form')
    // From row to row by the keyboard alone.
    for (let left = 37; left > 0; left--) {
      await address.fill(`fixed${left}@acme.example`)
      await page.keyboard.press('Enter')
      await sidePanel(page)
        .getByText(/^Saved: line \d+ is New now\.$/)
        .waitFor()
      if (left > 1)
        await sidePanel(page).getByRole('button', { name: 'Next row that needs work' }).press('Enter')
    }
    await page.keyboard.press('Escape')
    await page.getByText('No errors found').waitFor()
    await page.getByText('Adds 1,000 people.').waitFor()
    await page.getByText('No welcome e-mails are sent.').waitFor()
    await look(page, 'no errors found')
    await page.getByRole('button', { name: 'Import 1,000 people' }).click()
    await page.getByText('1,000 people were imported.').waitFor()
    await look(page, 'imported')
    const { people } = userImportsOf(ada, customer)
    expect((await people()).length).toBeGreaterThanOrEqual(500)

    await page.getByRole('button', { name: 'Undo import' }).click()
    await dialog(page).getByText('1,000 people who were added are removed').waitFor()
    await dialog(page).getByRole('button', { name: 'Undo import' }).click()
    await dialog(page).getByText('1,000 of 1,000').waitFor()
    await dialog(page).getByRole('button', { name: 'Close', exact: true }).last().click()
    await page.getByText('This import was undone').waitFor()
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
    await page.getByRole('button', { name: 'Import 1 person' }).click()
    await page.getByText('1 person was imported.').waitFor()
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
    await page.getByRole('button', { name: 'Import 4 people' }).click()
    await page.getByText('4 people were imported.').waitFor()
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
    await page.getByRole('button', { name: 'Import 2 people' }).click()
    await page.getByText('Nobody was imported into 1 customer:').waitFor()
    await page.getByText(/line 2/).waitFor()
    await page.getByText('Not everybody was imported').waitFor()
    expect(await page.getByText('2 people were imported.').count()).toBe(0)
    await look(page, 'a customer that failed')
    expect(found).toEqual([])
  })
})

async function fitsAPhone(page: Page): Promise<void> {
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
}

/** Every 27th of a thousand lacks the sign in the address. */
function personLine(at: number): string {
  const address = at % 27 === 0 && at < 37 * 27 ? `person${at}.acme` : `person${at}@acme.example`
  return `First${at},Last${at},${address},User`
}

async function upload(page: Page, content: string): Promise<void> {
  const file = { name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(content) }
  await page.locator('input[type=file]').setInputFiles(file)
  await page.getByRole('button', { name: 'Check file' }).click()
}
