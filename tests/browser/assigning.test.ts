import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { aCustomer, aPerson, aSubscriber } from '#tests/harness/people.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'
import { beginAct, dialog, field, openManage, select, sidePanel } from './harness/admin.ts'
import { examiner } from './harness/axe.ts'
import { anna, annaOpen, options } from './harness/person.ts'
import { test } from './harness/test.ts'
import { openUsers } from './harness/users.ts'

const bob = { firstName: 'Bob', lastName: 'Stone', email: 'bob.stone@acme.example' }

const personField = (page: Page) => sidePanel(page).getByRole('combobox', { name: 'Person', exact: true })
const ownNumber = (page: Page) => sidePanel(page).getByRole('combobox', { name: 'Assign a number' })

/** Whether the page scrolls sideways, which nobody finds on a phone. */
const isTooWide = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)

describe('the person of a number, in its form', () => {
  test('UA-1: is found by typing, saved, shown with a link to the person, and taken off by ×', async ({
    app,
    visit,
  }) => {
    const ada = await app.ada()
    const customer = await aCustomer(ada)
    const person = await aPerson(app, customer, bob)
    await aPerson(app, customer, { ...anna, email: 'other@acme.example' })
    const { id } = await aSubscriber(ada, customer)
    const owner = async () => (await ada.get(`${customer.path}/subscribers/${id}`).expect(200)).userId
    const page = await visit({ as: ada })
    await openManage(page, customer, `?open=${id}`)
    const form = sidePanel(page)
    await personField(page).click()
    await options(page).nth(1).waitFor()
    await personField(page).fill('sto')
    await options(page).getByText('Bob Stone · bob.stone@acme.example').click()
    await form.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Anna Kühn was saved.').waitFor()
    expect(await owner()).toBe(person.id)

    await form.getByRole('tab', { name: 'Timeline' }).click()
    await form.getByText('Given to Bob Stone').waitFor()
    await form.getByRole('tab', { name: 'Details' }).click()
    await form.getByRole('link', { name: 'Open Bob Stone' }).waitFor()
    await form.getByRole('button', { name: 'Take the number from this person' }).click()
    await form.getByRole('button', { name: 'Save', exact: true }).click()
    await waitUntil(async () => (await owner()) === null, { what: 'the number is nobody’s' })

    await openManage(page, customer, '?assigned=false')
    await page.getByRole('link', { name: 'Kühn' }).waitFor()
    await page.getByText('Has a person').waitFor()
  })

  test('who has the same e-mail address is offered as one press', async ({ app, visit }) => {
    const ada = await app.ada()
    const customer = await aCustomer(ada)
    const person = await aPerson(app, customer, anna)
    const { id } = await aSubscriber(ada, customer, { email: 'somebody@acme.example' })
    const page = await visit({ as: ada })
    await openManage(page, customer, `?open=${id}`)
    await field(sidePanel(page), 'E-mail address').fill('ANNA.Kuehn@acme.example')
    await sidePanel(page).getByText('Anna Kühn has the same e-mail address.').waitFor()
    await sidePanel(page).getByRole('button', { name: 'Assign to Anna Kühn' }).click()
    await sidePanel(page).getByText('has the same e-mail address.').waitFor({ state: 'hidden' })
    await sidePanel(page).getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Anna Kühn was saved.').waitFor()
    expect((await ada.get(`${customer.path}/subscribers/${id}`).expect(200)).userId).toBe(person.id)
  })

  test('a person who is deactivated stands in the list, says so, and cannot be chosen', async ({
    app,
    visit,
  }) => {
    const ada = await app.ada()
    const customer = await aCustomer(ada)
    const { id: bobsId } = await aPerson(app, customer, bob)
    await ada.patch(`${customer.path}/users/${bobsId}`, { deactivated: true }).expect(200)
    const { id } = await aSubscriber(ada, customer)
    const page = await visit({ as: ada })
    await openManage(page, customer, `?open=${id}`)
    await personField(page).click()
    const choice = options(page).filter({ hasText: 'Bob Stone' })
    await choice.and(page.locator('[data-combobox-disabled]')).waitFor()
    expect(await choice.innerText()).toContain('(deactivated)')
  })
})

test('CD-4: the selected are assigned to people with the same e-mail address; the result says who was passed over', async ({
  app,
  visit,
}) => {
  const ada = await app.ada()
  const customer = await aCustomer(ada)
  const person = await aPerson(app, customer, anna)
  const other = await aPerson(app, customer, bob)
  const { id } = await aSubscriber(ada, customer)
  await aSubscriber(ada, customer, { ...bob, userId: other.id })
  await aSubscriber(ada, customer, { firstName: 'Carol', lastName: 'Diaz', email: 'carol@acme.example' })
  const page = await visit({ as: ada })
  await openManage(page, customer)
  await select(page, ['Anna Kühn', 'Bob Stone', 'Carol Diaz'])
  await beginAct(page, 'Assign to people')
  await dialog(page).getByText('2 users are assigned to the people with the same e-mail addresses.').waitFor()
  await dialog(page).getByText('1 is skipped: it belongs to a person, and stays with them.').waitFor()
  const axe = examiner()
  await axe.look(page, 'question')
  await dialog(page).getByRole('button', { name: 'Assign 2 users' }).click()
  await dialog(page).getByText('Nobody of this account has the e-mail address of this record').waitFor()
  await dialog(page).getByText('This record belongs to a person already').waitFor()
  expect(axe.found).toEqual([])
  expect((await ada.get(`${customer.path}/subscribers/${id}`).expect(200)).userId).toBe(person.id)
})

describe('the numbers of a person', () => {
  test('a number with their e-mail address is suggested, whatever part of the person is open', async ({
    app,
    visit,
  }) => {
    const { customer, page, id } = await annaOpen(app, visit, {}, async ({ customer }) => {
      await aSubscriber(customer.admin, customer, { directoryNumber: '1001' })
    })
    await sidePanel(page)
      .getByText('A number in Client deployment has the same e-mail address and belongs to nobody.')
      .waitFor()
    await sidePanel(page).getByRole('button', { name: 'Assign 1001' }).click()
    await page.getByText('1001 was assigned to Anna Kühn.').waitFor()
    await sidePanel(page).getByRole('button', { name: 'Assign 1001' }).waitFor({ state: 'hidden' })
    const { items } = await customer.admin.get(`${customer.path}/subscribers?userId=${id}`).expect(200)
    expect(items).toMatchObject([{ directoryNumber: '1001' }])
  })

  test('UA-1: a number that belongs to nobody is found and assigned, and removed again after a question', async ({
    app,
    visit,
  }) => {
    const { customer, page, id } = await annaOpen(app, visit, {}, async ({ customer }) => {
      await aSubscriber(customer.admin, customer, { ...bob, directoryNumber: '2002' })
      await aSubscriber(customer.admin, customer, { ...bob, lastName: 'Sand', directoryNumber: '3003' })
    })
    const owners = async () => {
      const { items } = await customer.admin.get(`${customer.path}/subscribers?userId=${id}`).expect(200)
      return items.map(({ directoryNumber }: { directoryNumber: string }) => directoryNumber)
    }
    await sidePanel(page).getByRole('tab', { name: 'Softphones' }).click()
    const submit = sidePanel(page).getByRole('button', { name: 'Assign', exact: true })
    await submit.and(page.locator('[aria-disabled=true]')).waitFor()
    await ownNumber(page).click()
    await ownNumber(page).fill('3003')
    await options(page).filter({ hasText: '2002' }).waitFor({ state: 'hidden' })
    await options(page).getByText('3003 · Bob Sand · bob.stone@acme.example').click()
    await submit.click()
    await page.getByText('3003 was assigned to Anna Kühn.').waitFor()
    await sidePanel(page).getByRole('link', { name: '3003 · Bob Sand' }).waitFor()
    expect(await owners()).toEqual(['3003'])

    await sidePanel(page).getByRole('button', { name: 'Remove 3003 from this person' }).click()
    await dialog(page).getByText('softphones already set up go on working').waitFor()
    await dialog(page).getByRole('button', { name: 'Remove', exact: true }).click()
    await page.getByText('3003 was removed from Anna Kühn.').waitFor()
    expect(await owners()).toEqual([])
  })

  test('a number that somebody else has assigned meanwhile is not taken from them', async ({
    app,
    visit,
  }) => {
    let numberId = ''
    const { customer, page, id } = await annaOpen(app, visit, {}, async ({ customer }) => {
      numberId = (await aSubscriber(customer.admin, customer, { ...bob, directoryNumber: '2002' })).id
    })
    const other = await aPerson(app, customer, bob)
    await sidePanel(page).getByRole('tab', { name: 'Softphones' }).click()
    await ownNumber(page).click()
    await options(page).filter({ hasText: '2002' }).click()
    const path = `${customer.path}/subscribers/${numberId}`
    await customer.admin.patch(path, { userId: other.id }).expect(200)
    await sidePanel(page).getByRole('button', { name: 'Assign', exact: true }).click()
    await sidePanel(page).getByText('Somebody has assigned this number meanwhile.').waitFor()
    expect((await customer.admin.get(path).expect(200)).userId).toBe(other.id)
    expect(id).not.toBe(other.id)
  })

  test('of somebody who is deactivated cannot be added to, and the button says why', async ({
    app,
    visit,
  }) => {
    const { page } = await annaOpen(app, visit, {}, async ({ customer, id }) => {
      await customer.admin.patch(`${customer.path}/users/${id}`, { deactivated: true }).expect(200)
    })
    await sidePanel(page).getByRole('tab', { name: 'Softphones' }).click()
    await sidePanel(page)
      .getByRole('button', {
        name: 'Assign',
        exact: true,
        description: /This person is deactivated/,
      })
      .waitFor()
  })
})

test('axe has nothing to say about form and drawer, and neither is wider than a phone', async ({
  app,
  visit,
}) => {
  const axe = examiner()
  for (const viewport of [
    { width: 1440, height: 900 },
    { width: 390, height: 844 },
  ]) {
    const ada = await app.ada()
    const customer = await aCustomer(ada)
    const person = await aPerson(app, customer, anna)
    const { id } = await aSubscriber(ada, customer, { directoryNumber: '1001' })
    await aSubscriber(ada, customer, { ...bob, directoryNumber: '2002', userId: person.id })
    const page = await visit({ as: ada, viewport })
    const at = `at ${viewport.width}`
    await openManage(page, customer, `?open=${id}`)
    await sidePanel(page).getByRole('button', { name: 'Assign to Anna Kühn' }).waitFor()
    await axe.look(page, `form ${at}`)
    expect(await isTooWide(page), at).toBe(false)
    await personField(page).click()
    await options(page).first().waitFor()
    await axe.look(page, `form with list ${at}`)

    await openUsers(page, customer, `?open=${person.id}&tab=softphones`)
    await sidePanel(page).getByRole('button', { name: 'Assign 1001' }).waitFor()
    await sidePanel(page).getByRole('button', { name: 'Remove 2002 from this person' }).waitFor()
    await axe.look(page, `drawer ${at}`)
    expect(await isTooWide(page), at).toBe(false)
    await sidePanel(page).getByRole('button', { name: 'Remove 2002 from this person' }).click()
    await dialog(page).getByRole('button', { name: 'Remove', exact: true }).waitFor()
    await axe.look(page, `question ${at}`)
  }
  expect(axe.found).toEqual([])
})

test('DP-2: a profile lets people set up phones themselves, and says under which conditions', async ({
  app,
  visit,
}) => {
  const ada = await app.ada()
  const customer = await aCustomer(ada)
  const page = await visit({ as: ada })
  await page.goto(`/accounts/${customer.id}/deployment/profiles?open=${customer.profileId}`)
  const allowing = sidePanel(page).getByRole('switch', {
    name: 'People may set up phones themselves, and see their PIN, in the portal',
    description: /single sign-on, or with a second factor .* 72 hours/,
  })
  expect(await allowing.isChecked()).toBe(false)
  await allowing.check()
  await sidePanel(page).getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('Softphones was saved.').waitFor()
  const profile = `${customer.path}/deployment-profiles/${customer.profileId}`
  expect((await ada.get(profile).expect(200)).selfDeployment).toBe(true)
})

test('UA-1: an account says what its people see of each other', async ({ app, visit }) => {
  const ada = await app.ada()
  const customer = await aCustomer(ada)
  const page = await visit({ as: ada })
  await page.goto(`/accounts/${customer.id}/settings/account`)
  const directory = page.getByRole('combobox', { name: 'Directory' })
  expect(await directory.inputValue()).toBe('work-numbers')
  await directory.selectOption('Names, work numbers and mobile numbers')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('Acme was saved.').waitFor()
  expect((await ada.get(customer.path).expect(200)).directory).toBe('all-numbers')
})
