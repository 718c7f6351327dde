import { describe, expect } from 'vitest'
import { aCustomer, aPerson } from '#tests/harness/people.ts'
import { peopleCsv, userImportsOf } from '#tests/harness/user-imports.ts'
import { choose } from './harness/admin.ts'
import { examiner } from './harness/axe.ts'
import { test } from './harness/test.ts'

describe('an import of people', () => {
  const noMails = { sendWelcome: 'false' }

  test('UA-30: its result leads to these people and nobody else', async ({ app, visit }) => {
    const ada = await app.ada()
    const customer = await aCustomer(ada)
    await aPerson(app, customer, { firstName: 'Bob', lastName: 'Stone', email: 'bob.stone@acme.example' })
    const imports = userImportsOf(ada, customer)
    const plan = await imports.planned(peopleCsv(['Anna,Kühn,anna@acme.example,User']), noMails)
    await imports.applied(plan)
    const page = await visit({ as: ada })
    await page.goto(`/accounts/${customer.id}/users/import/${plan.id}`)
    await page.getByRole('link', { name: 'Show these users' }).first().click()
    await page.getByRole('link', { name: 'Kühn' }).waitFor()
    await page.getByText('Import of people,').waitFor()
    expect(await page.getByRole('rowheader').allInnerTexts()).toEqual(['Kühn'])
    await page.getByRole('button', { name: /^Remove.*People of/ }).click()
    await page.getByRole('link', { name: 'Stone' }).waitFor()
  })

  test('UA-30: the rows of a partner’s file are narrowed to one customer', async ({ app, visit }) => {
    const ada = await app.ada()
    const { account: northwind } = await ada.get('/sessions/current').expect(200)
    await aCustomer(ada, { name: 'Initech' })
    await aCustomer(ada, { name: 'Umbrella' })
    const lines = ['Initech,Anna Kühn,anna@initech.example', 'Umbrella,Max Berg,max@umbrella.example']
    const plan = await userImportsOf(ada, northwind).planned(peopleCsv(lines, 'Account,Name,Email'), noMails)
    const page = await visit({ as: ada })
    await page.goto(`/accounts/${northwind.id}/users/import/${plan.id}`)
    await page.getByText('anna@initech.example').waitFor()
    await choose(page, 'Customer', 'Umbrella')
    await page.getByText('anna@initech.example').waitFor({ state: 'hidden' })
    await page.getByText('max@umbrella.example').waitFor()
    const axe = examiner()
    await axe.look(page, 'rows of one customer')
    expect(axe.found).toEqual([])
    await choose(page, 'Customer', 'All customers')
    await page.getByText('anna@initech.example').waitFor()
  })
})
