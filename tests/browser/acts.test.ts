import { readFile } from 'node:fs/promises'
import { describe, expect } from 'vitest'
import { partnerAdmin } from '#tests/harness/app.ts'
import { aCustomer, aSubscriber, deployTo, timelineOf } from '#tests/harness/people.ts'
import { aLink, aPhone, fetchAsPhone, useLink } from '#tests/harness/phones.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'
import {
  beginAct,
  dialog,
  field,
  giveStepUp,
  openManage,
  rowWith,
  select,
  sidePanel,
} from './harness/admin.ts'
import { anEstate, annasPin } from './harness/estate.ts'
import { test } from './harness/test.ts'

const bob = { firstName: 'Bob', lastName: 'Stone', email: 'bob@acme.example' }

describe('a selection', () => {
  test('MU-11 MU-13 MU-14: gets different PINs, and a list of them to print, once the password was given again', async ({
    app,
    visit,
  }) => {
    const ada = await app.ada()
    const customer = await aCustomer(ada)
    await aSubscriber(ada, customer)
    await aSubscriber(ada, customer, bob)
    const page = await visit({ as: ada })
    await openManage(page, customer)
    await select(page, ['Anna Kühn', 'Bob Stone'])
    await beginAct(page, 'Generate PINs')
    await dialog(page).getByText('2 users each get a different PIN of six digits.').waitFor()
    await dialog(page).getByRole('button', { name: 'Generate 2 PINs' }).click()
    await dialog(page).getByText('2 of 2').waitFor()

    app.clock.advance({ minutes: 6 })
    await dialog(page).getByRole('button', { name: 'Print hand-over list' }).click()
    await giveStepUp(page, partnerAdmin.password)
    const list = page.getByRole('dialog', { name: 'PINs to hand over' })
    await list.getByText('2 PINs are shown.').waitFor()
    const pins = (await list.getByText(/^\d{6}$/).allTextContents()).sort()
    expect(new Set(pins).size).toBe(2)

    // On paper stand the slips of everybody, and nothing of the page.
    await page.emulateMedia({ media: 'print' })
    await page.getByRole('heading', { name: 'Manage' }).waitFor({ state: 'hidden' })
    await list.waitFor({ state: 'hidden' })
    const printed = page.locator('body > div:visible')
    for (const pin of pins) expect(await printed.innerText()).toContain(pin)
    for (const name of ['Kühn Anna', 'Stone Bob']) expect(await printed.innerText()).toContain(name)
    await page.emulateMedia({ media: 'screen' })
    await list.getByRole('button', { name: 'Close', exact: true }).last().click()
    await list.waitFor({ state: 'hidden' })
    expect(await page.content()).not.toContain(pins[0])
  })

  test('CD-11: is deleted only after the word was typed', async ({ app, visit }) => {
    const ada = await app.ada()
    const customer = await aCustomer(ada)
    await aSubscriber(ada, customer)
    await aSubscriber(ada, customer, bob)
    await aSubscriber(ada, customer, { ...bob, firstName: 'Carol', lastName: 'Diaz' })
    const page = await visit({ as: ada })
    await openManage(page, customer)
    await select(page, ['Anna Kühn', 'Bob Stone'])
    await beginAct(page, 'Delete')
    const button = dialog(page).getByRole('button', { name: 'Delete 2 users' })
    const word = field(dialog(page), 'Type “delete” to confirm')
    await button.click({ force: true })
    await word.fill('delet')
    await word.press('Enter')
    expect(await button.getAttribute('aria-disabled')).toBe('true')
    expect(await ada.get(`${customer.path}/subscribers/count`).expect(200)).toEqual({ count: 3 })

    await word.fill('delete')
    await button.click()
    await page.getByText('Deletion finished: 2 done.').waitFor()
    await rowWith(page, 'Kühn').waitFor({ state: 'detached' })
    await rowWith(page, 'Diaz').waitFor()
    expect(await ada.get(`${customer.path}/subscribers/count`).expect(200)).toEqual({ count: 1 })
  })

  test('CD-4 CD-6 DP-2: of more than one page is deployed whole; after a change of the profile only the outdated are', async ({
    app,
    visit,
  }) => {
    const ada = await app.ada()
    const customer = await aCustomer(ada)
    const anna = await aSubscriber(ada, customer)
    await aPhone(app, await aLink(app, ada, customer, anna.id))
    const header = 'First name,Last name,Email address,PBX SIP host,PBX SIP user name,PBX SIP password'
    const people = Array.from(
      { length: 120 },
      (_, at) => `P,Person ${at},p${at}@acme.example,pbx.acme.example,${2000 + at},s3cret-${at}`,
    )
    const page = await visit({ as: ada })
    await page.goto(`/accounts/${customer.id}/deployment/import`)
    await page.locator('input[type=file]').setInputFiles({
      name: 'people.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from([header, ...people].join('\r\n')),
    })
    await page.getByRole('combobox', { name: 'Deployment profile' }).click()
    await page.getByRole('option', { name: 'Softphones' }).click()
    await page.getByRole('button', { name: 'Check file' }).click()
    await page.getByRole('button', { name: 'Import 120 users' }).click()
    await page.getByRole('link', { name: 'Go to Manage' }).click()

    await page.getByRole('checkbox', { name: 'Select all that match' }).check()
    await page.getByText('All 121 selected').waitFor()
    await beginAct(page, 'Deploy')
    await dialog(page).getByRole('button', { name: 'Deploy to all' }).click()
    await page.getByText('Deployment finished: 121 e-mails queued.').waitFor()

    await page.goto(`/accounts/${customer.id}/deployment/profiles?open=${customer.profileId}`)
    await sidePanel(page).getByRole('link', { name: 'Used by 121 users' }).waitFor()
    await field(sidePanel(page), 'Refresh (hours)').fill('6')
    await sidePanel(page).getByRole('button', { name: 'Save' }).click()
    await page.getByText(/^Softphones was saved\./).waitFor()
    await openManage(page, customer, '?updatePending=true')
    await page.getByText('1 user has a change that no softphone has fetched yet.').waitFor()
    await page.getByRole('button', { name: 'Deploy to these' }).click()
    await dialog(page).getByRole('button', { name: 'Deploy to all' }).click()
    await page.getByText('Deployment finished: 1 e-mail queued.').waitFor()
  })
})

describe('somebody', () => {
  test('CD-6: who typed too many wrong PINs is unlocked, and the same link opens again', async ({
    app,
    visit,
  }) => {
    const { admin, customer, bob: locked } = await anEstate(app)
    const page = await visit({ as: admin })
    await openManage(page, customer, '?locked=true')
    await rowWith(page, 'Stone').getByText('PIN locked').waitFor()
    await page.getByRole('link', { name: 'Stone' }).click()
    const link = await aLink(app, admin, customer, locked.id)
    expect(await useLink(app, link, { client: 'generic', pin: '55512345' })).toMatchObject({ status: 423 })
    await sidePanel(page).getByRole('button', { name: 'Unlock' }).click()
    await sidePanel(page).getByRole('button', { name: 'Unlock' }).waitFor({ state: 'detached' })
    await page.getByText('Nobody matches').waitFor()
    expect(await useLink(app, link, { client: 'generic', pin: '55512345' })).toMatchObject({ status: 200 })
    await sidePanel(page).getByRole('tab', { name: 'Timeline' }).click()
    await sidePanel(page).getByText('Unlocked', { exact: true }).waitFor()
  })

  test('MU-14: has a PIN that is shown after the password was given again, is hidden at once, and leaves a trace', async ({
    app,
    visit,
  }) => {
    const ada = await app.ada()
    const customer = await aCustomer(ada)
    const { id } = await aSubscriber(ada, customer, { deploymentPin: annasPin })
    const page = await visit({ as: ada })
    await openManage(page, customer, `?open=${id}`)
    app.clock.advance({ minutes: 6 })
    await sidePanel(page).getByRole('button', { name: 'Show PIN' }).click()
    await giveStepUp(page, partnerAdmin.password)
    await sidePanel(page).getByText(annasPin, { exact: true }).waitFor()
    await sidePanel(page).getByRole('button', { name: 'Hide' }).click()
    expect(await page.content()).not.toContain(annasPin)
    await sidePanel(page).getByRole('tab', { name: 'Timeline' }).click()
    await sidePanel(page).getByText('The PIN was shown to an administrator').waitFor()
  })

  test.for([
    ['Save and deploy', ['client.revoked', 'deployment.queued'], 'Sent', /The new deployment is under way/],
    // No softphone is left, so the state is not that of the one that was downloaded.
    ['Save only', ['client.revoked'], 'Revoked', /Deploy, so that the user gets a new e-mail/],
  ] as const)('CD-12 MU-10 CD-3: is renamed at the client service: %s; with the last softphone the state *Downloaded* ends', async ([
    press,
    happens,
    state,
    next,
  ], { app, visit }) => {
    const ada = await app.ada()
    const customer = await aCustomer(ada)
    const { id } = await aSubscriber(ada, customer, {
      clientServiceHost: 'cs.acme.example',
      clientServiceUserName: 'anna',
    })
    const phone = await aPhone(app, await aLink(app, ada, customer, id))
    const page = await visit({ as: ada })
    await openManage(page, customer, `?open=${id}`)
    const form = sidePanel(page)
    await field(form, 'Client service user name').fill('anna.kuehn')
    await form.getByText('The softphone must be deployed again').waitFor()
    // What the mail server answers is written down after the mail is in the mailbox.
    const before = await waitUntil(
      async () => {
        const kinds = await timelineOf(ada, customer, id)
        return kinds.includes('mail.accepted') ? kinds.length : undefined
      },
      { what: 'everything up to the download on the timeline' },
    )
    await form.getByRole('button', { name: 'Save', exact: true }).click()
    await dialog(page).getByText('stops working').waitFor()
    await dialog(page).getByRole('button', { name: 'Cancel', exact: true }).click()
    await dialog(page).waitFor({ state: 'hidden' })
    expect(await timelineOf(ada, customer, id)).toHaveLength(before)
    // Asked again also where the form is sent by Enter.
    await field(form, 'Client service user name').press('Enter')
    await dialog(page).getByRole('button', { name: press, exact: true }).click()
    await page.getByText('Anna Kühn was saved.').waitFor()

    await form.getByText('Redeploy required').waitFor()
    await form.getByText(next).waitFor()
    await rowWith(page, 'Kühn').getByText(state, { exact: true }).waitFor()
    const since = (await timelineOf(ada, customer, id)).slice(before)
    for (const kind of happens) expect(since).toContain(kind)
    expect(since.includes('deployment.queued')).toBe(press === 'Save and deploy')
    // The old softphone gets the reset document and nothing of the configuration.
    expect((await fetchAsPhone(phone.url)).text).not.toContain('s3cret-Anna')
  })

  test('MU-14 CD-3: whose softphone is in use twice is told so; reported as stolen it ends, and what is left to do is said', async ({
    app,
    visit,
  }) => {
    const { admin, customer, anna } = await anEstate(app)
    const page = await visit({ as: admin })
    await openManage(page, customer, `?open=${anna.id}&tab=clients`)
    const panel = sidePanel(page)
    await panel.getByText('Two copies in use').waitFor()
    await panel.getByRole('button', { name: /as lost or stolen$/ }).click()
    // It is loaded when it is first opened: a key pressed before it stands there is not meant for it.
    await dialog(page).waitFor()
    await page.keyboard.press('Escape')
    await dialog(page).waitFor({ state: 'hidden' })
    // The key closed the dialog and not the record behind it.
    await panel.getByRole('button', { name: /as lost or stolen$/ }).click()
    await dialog(page).getByRole('button', { name: 'Report as lost or stolen' }).click()
    await dialog(page).getByText('PBX: user 1001 at pbx.acme.example').waitFor()
    await dialog(page).getByRole('button', { name: 'Close', exact: true }).last().click()
    await panel.getByText('Revoked', { exact: true }).first().waitFor()
    await panel.getByText('Two copies in use').waitFor({ state: 'detached' })
    await panel.getByRole('tab', { name: 'Timeline' }).click()
    await panel.getByText('A softphone was revoked: reported as lost or stolen').waitFor()
  })
})

test('CD-6: an operation with failures says why, gives a report, and does again what failed', async ({
  app,
  visit,
}) => {
  const ada = await app.ada()
  const customer = await aCustomer(ada)
  const { id } = await aSubscriber(ada, customer)
  const fay = { firstName: 'Fay', lastName: 'Reed', email: 'fay@acme.example' }
  const other = await aSubscriber(ada, customer, fay)
  await asSuperuser(
    app.database,
    `alter table app.outgoing_mails add constraint out_of_order check (recipient <> 'fay@acme.example')`,
  )
  const operation = await deployTo(ada, customer, [id, other.id])
  const page = await visit({ as: ada })
  await page.goto(`/accounts/${customer.id}/activity/operations/${operation.id}`)
  await page.getByText('1 e-mail queued · 1 failed').waitFor()
  await rowWith(page, 'Fay Reed')
    .getByText(/^Something went wrong on our side/)
    .waitFor()
  const downloading = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download report' }).click()
  const report = await readFile(await (await downloading).path(), 'utf8')
  expect(report).toMatch(/failed.*Something went wrong on our side/i)

  await asSuperuser(app.database, 'alter table app.outgoing_mails drop constraint out_of_order')
  await page.getByRole('button', { name: 'Retry failed' }).click()
  await page.getByText('2 e-mails queued', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Retry failed' }).waitFor({ state: 'detached' })
  await app.mail.waitForMessage(({ envelope }) => envelope.to.includes(fay.email))
})
