import { describe, expect } from 'vitest'
import { aCustomer, aSubscriber, deployTo } from '#tests/harness/people.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'
import { dialog, field, openManage, rowWith, sidePanel } from './harness/admin.ts'
import { examiner } from './harness/axe.ts'
import { test } from './harness/test.ts'

const gatewayOnly = { pbxSipHost: null, pbxSipUserName: null, pbxSipPassword: null }

describe('the deployment profiles', () => {
  test('DP-1: one is made the default, is marked so, and stands in the form of a new user', async ({
    app,
    visit,
  }) => {
    const ada = await app.ada()
    const customer = await aCustomer(ada)
    const page = await visit({ as: ada })
    await page.goto(`/accounts/${customer.id}/deployment/profiles`)
    await rowWith(page, 'Do not deploy').getByText('Default').waitFor()
    await page.getByRole('link', { name: 'Softphones' }).click()
    await sidePanel(page).getByRole('button', { name: 'Make default' }).click()
    await page.getByText('New users now get Softphones').waitFor()
    await rowWith(page, 'Softphones').getByText('Default').waitFor()
    await sidePanel(page).getByText('New users get this profile.').waitFor()
    await openManage(page, customer, '?open=new')
    const chosen = sidePanel(page).getByRole('combobox', { name: 'Profile', exact: true })
    await chosen.locator('option:checked', { hasText: 'Softphones' }).waitFor({ state: 'attached' })
    expect(await chosen.inputValue()).toBe(customer.profileId)
  })

  test('DP-1 MU-9: deleting one says who would lack PBX fields, then moves its users in an operation', async ({
    app,
    visit,
  }) => {
    const ada = await app.ada()
    const customer = await aCustomer(ada)
    const path = `${customer.path}/deployment-profiles`
    const { id: profileId } = await ada
      .post(path, { name: 'Gateway', mbgSipHost: 'mbg.acme.example' })
      .expect(201)
    const anna = await aSubscriber(ada, customer, { ...gatewayOnly, profileId })
    const page = await visit({ as: ada })
    await page.goto(`/accounts/${customer.id}/deployment/profiles?open=${profileId}`)
    await sidePanel(page).getByRole('button', { name: 'Delete profile' }).click()
    await dialog(page)
      .getByRole('combobox', { name: 'Profile its users get instead' })
      .selectOption('Softphones')
    await dialog(page).getByRole('button', { name: 'Delete profile' }).click()
    await dialog(page).getByText('1 user has no PBX account').waitFor()
    await dialog(page).getByRole('button', { name: 'Delete all the same' }).click()
    await page.getByText('Gateway is deleted as soon as its users have the other profile.').waitFor()
    await waitUntil(async () => (await ada.get(`${path}/${profileId}`)).status === 404, {
      what: 'the profile has ended',
    })
    await page.goto(`/accounts/${customer.id}/activity/operations`)
    await rowWith(page, 'Deletion of a profile').getByText('Finished').waitFor()
    const moved = await ada.get(`${customer.path}/subscribers/${anna.id}`).expect(200)
    expect(moved.profileId).toBe(customer.profileId)
  })

  test('MU-9: taking its gateway away says who would lack PBX fields, and saves when told to', async ({
    app,
    visit,
  }) => {
    const ada = await app.ada()
    const customer = await aCustomer(ada, {}, { mbgSipHost: 'mbg.acme.example' })
    await aSubscriber(ada, customer, gatewayOnly)
    const page = await visit({ as: ada })
    const address = `${customer.path}/deployment-profiles/${customer.profileId}`
    const gateway = async () => (await ada.get(address).expect(200)).mbgSipHost
    await page.goto(`/accounts/${customer.id}/deployment/profiles?open=${customer.profileId}`)
    await field(sidePanel(page), 'MBG SIP host').fill('')
    await sidePanel(page).getByRole('button', { name: 'Save' }).click()
    await dialog(page).getByText('1 user has no PBX account').waitFor()
    await dialog(page).getByRole('button', { name: 'Cancel' }).click()
    await sidePanel(page)
      .getByText(/^1 of these users would have no PBX SIP host/)
      .waitFor()
    expect(await gateway()).toBe('mbg.acme.example')
    await sidePanel(page).getByRole('button', { name: 'Save' }).click()
    await dialog(page).getByRole('button', { name: 'Save all the same' }).click()
    await page.getByText(/^Softphones was saved\./).waitFor()
    expect(await gateway()).toBeNull()
  })
})

describe('the redirect server', () => {
  test('DP-5: is shown with where it is, that it answers, and what it holds of this account', async ({
    app,
    visit,
  }) => {
    const ada = await app.ada()
    const customer = await aCustomer(ada)
    const { id } = await aSubscriber(ada, customer)
    await deployTo(ada, customer, [id])
    await waitUntil(
      async () => (await ada.get(`${customer.path}/redirect-server`).expect(200)).heldLinks === 1,
      { what: 'the redirect server holds the link' },
    )
    const page = await visit({ as: ada })
    await page.goto(`/accounts/${customer.id}/deployment/profiles`)
    await page.getByRole('link', { name: 'Redirect server' }).click()
    await page.getByText('Answers', { exact: true }).waitFor()
    await page.getByText(app.redirectOrigin).waitFor()
    await page.getByText('1 link', { exact: true }).waitFor()
  })

  test('DP-5: that does not answer is said to be so with what to do, until a refresh finds it again', async ({
    app,
    visit,
  }) => {
    const ada = await app.ada()
    const customer = await aCustomer(ada)
    const page = await visit({ as: ada })
    const before = app.platform.origins.redirect
    app.platform.origins.redirect = 'http://localhost:1'
    try {
      await page.goto(`/accounts/${customer.id}/deployment/redirect-server`)
      await page.getByText('Does not answer', { exact: true }).waitFor()
      await page.getByText('http://localhost:1', { exact: true }).waitFor()
      await page.getByText('Check that the redirect server runs.').waitFor()
    } finally {
      app.platform.origins.redirect = before
    }
    await page.getByRole('button', { name: 'Refresh' }).click()
    await page.getByText('Answers', { exact: true }).waitFor()
    expect(await page.getByRole('heading', { name: 'What to do' }).count()).toBe(0)
  })

  test('DP-5: is said to be of no account where links bypass it', async ({ app, visit }) => {
    const ada = await app.ada()
    const customer = await aCustomer(ada)
    await ada.patch(customer.path, { redirectBypass: true }).expect(200)
    const page = await visit({ as: ada })
    await page.goto(`/accounts/${customer.id}/deployment/redirect-server`)
    await page.getByText(/point straight at this service/).waitFor()
  })
})

test('in light and in dark colours axe finds nothing wrong on the questions about a gateway, nor on the redirect server', async ({
  app,
  visit,
}) => {
  const ada = await app.ada()
  const customer = await aCustomer(ada, {}, { mbgSipHost: 'mbg.acme.example' })
  await aSubscriber(ada, customer, gatewayOnly)
  await ada.post(`${customer.path}/deployment-profiles`, { name: 'Office' }).expect(201)
  const page = await visit({ as: ada })
  const { look, found } = examiner()

  await page.goto(`/accounts/${customer.id}/deployment/profiles?open=${customer.profileId}`)
  await field(sidePanel(page), 'MBG SIP host').fill('')
  await sidePanel(page).getByRole('button', { name: 'Save' }).click()
  await dialog(page).getByText('1 user has no PBX account').waitFor()
  await look(page, 'save a profile without its gateway')
  await dialog(page).getByRole('button', { name: 'Cancel' }).click()
  await sidePanel(page).getByRole('button', { name: 'Delete profile' }).click()
  await dialog(page).getByRole('combobox').selectOption('Office')
  await dialog(page).getByRole('button', { name: 'Delete profile' }).click()
  await dialog(page).getByText('1 user has no PBX account').waitFor()
  await look(page, 'delete a profile whose users then have no gateway')

  await page.goto(`/accounts/${customer.id}/deployment/redirect-server`)
  await page.getByText('Answers', { exact: true }).waitFor()
  const before = app.platform.origins.redirect
  app.platform.origins.redirect = 'http://localhost:1'
  try {
    await page.getByRole('button', { name: 'Refresh' }).click()
    await page.getByRole('heading', { name: 'What to do' }).waitFor()
    await look(page, 'redirect server that does not answer')
  } finally {
    app.platform.origins.redirect = before
  }
  expect(found).toEqual([])
})
