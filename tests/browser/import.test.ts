import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { aCustomer, aSubscriber } from '#tests/harness/people.ts'
import { aLink, aPhone } from '#tests/harness/phones.ts'
import { choose, dialog, field, rowWith, sidePanel } from './harness/admin.ts'
import { examiner } from './harness/axe.ts'
import { desktop } from './harness/end-user.ts'
import { test } from './harness/test.ts'

const columns = [
  'First name',
  'Last name',
  'Email address',
  'PBX SIP host',
  'PBX SIP user name',
  'PBX SIP password',
]
const mira = ['Mira', 'Olsen', 'mira.olsen@acme.example', 'pbx.acme.example', '3001', 's3cret-Mira']
const tom = ['Tom', 'Berg', 'tom.berg@acme', 'pbx.acme.example', '3002', 's3cret-Tom']
const zoe = ['Zoe', 'Lang', 'zoe.lang', 'pbx.acme.example', '3003', 's3cret-Zoe']

describe('a file of people', () => {
  test('CD-10: is pasted, corrected in place and by a file, imported, and taken back; who was changed since stays, by name', async ({
    app,
    visit,
  }) => {
    const ada = await app.ada()
    const customer = await aCustomer(ada)
    const page = await visit({ as: ada })
    const { look, found } = examiner()
    await page.goto(`/accounts/${customer.id}/deployment/import`)
    await page.getByText('Paste from a sheet').click()
    await field(page, 'Cells from a sheet').fill(sheet([columns, mira, tom, zoe]))
    await page.getByText('3 rows × 6 columns understood').waitFor()
    await choose(page, 'Deployment profile', 'Softphones')
    await look(page, 'pasted cells')
    await page.getByRole('button', { name: 'Check cells' }).click()

    // The last name stands beside the line, also where there is little room; the remarks come after the names.
    await page.getByText('2 rows need work before anything can be imported.').waitFor()
    await rowWith(page, 'Berg').waitFor()
    const headers = await page.getByRole('columnheader').allTextContents()
    expect(headers.slice(0, 5)).toEqual(['Line', 'Last name', 'First name', 'Verdict', 'Remarks'])

    // In place: the cell that is pressed is the field that is typed into.
    await rowWith(page, 'Berg').getByText('tom.berg@acme').click()
    await expect.poll(() => field(sidePanel(page), 'E-mail address').evaluate(isFocused)).toBe(true)
    await look(page, 'a row as a form')
    await field(sidePanel(page), 'E-mail address').fill('tom.berg@acme.example')
    await page.keyboard.press('Enter')
    await sidePanel(page).getByText('Saved: line 3 is New now.').waitFor()
    await page.getByText('1 row needs work before anything can be imported.').waitFor()
    await page.keyboard.press('Escape')
    await sidePanel(page).waitFor({ state: 'detached' })

    // By a file: the password that it does not show is kept.
    const { content, name } = await download(page, 'Download the row')
    expect(content).toContain('(kept)')
    expect(content).not.toContain('s3cret')
    const repaired = content.replace('zoe.lang,', 'zoe.lang@acme.example,')
    await page.locator('input[type=file]').setInputFiles(asFile(name, repaired))
    await page.getByText('Every row can be imported now.').waitFor()
    await page.getByText('Adds 3 users.').waitFor()
    await look(page, 'ready to be imported')
    await page.getByRole('button', { name: 'Import 3 users' }).click()
    await page.getByText('3 users were imported.').waitFor()
    await look(page, 'imported')
    await page.getByRole('link', { name: 'Show these users' }).click()
    await page.getByText('People of: Import').waitFor()
    await rowWith(page, 'Olsen').waitFor()
    await look(page, 'the people of an import')
    await page.goBack()
    await page.getByRole('link', { name: 'See the operation.' }).waitFor()

    const people = await subscribersOf(ada, customer)
    expect(people.map(({ secretsSet }) => secretsSet.pbxSipPassword)).toEqual([true, true, true])
    const { id } = people.find(({ firstName }) => firstName === 'Mira') as { id: string }
    await ada.patch(`${customer.path}/subscribers/${id}`, { firstName: 'Miriam' }).expect(200)
    await page.getByRole('button', { name: 'Undo import' }).click()
    await dialog(page).getByText('3 users who were added are removed').waitFor()
    await look(page, 'undo?')
    await dialog(page).getByRole('button', { name: 'Undo import' }).click()
    await dialog(page)
      .getByText('Miriam Olsen was changed after the import, and was left as it is.')
      .waitFor()
    await look(page, 'undone')
    await dialog(page).getByRole('button', { name: 'Close', exact: true }).last().click()
    await page.getByText('This import was undone').waitFor()
    expect((await subscribersOf(ada, customer)).map(({ firstName }) => firstName)).toEqual(['Miriam'])
    expect(found).toEqual([])
  })

  test("CD-10: of the vendor's product is recognised, and one PIN for everybody is named and can be replaced", async ({
    app,
    visit,
  }) => {
    const ada = await app.ada()
    const customer = await aCustomer(ada)
    const page = await visit({ as: ada })
    const { look, found } = examiner()
    await page.goto(`/accounts/${customer.id}/deployment/import`)
    const labels = [
      'Firstname',
      'Lastname',
      'E-mail address',
      'PBX SIP user name/Device number',
      'Floor',
      'Deployment PIN',
    ]
    const rows = [
      ['Mira', 'Olsen', 'mira@acme.example', '3001', '1', '47114711'],
      ['Tom', 'Berg', 'tom@acme.example', '3002', '2', '47114711'],
    ]
    await uploadFile(page, [labels, ...rows], 'micollab.csv')
    await page.getByText('This file comes from the vendor’s product').waitFor()
    await page.getByText('The column "Floor" is not known and is not read.').waitFor()
    await page.getByText(/2 of 2 rows have the same one/).waitFor()
    await look(page, 'a file of the vendor')
    // The profile of one row: a row of its own form.
    await page.keyboard.press('e')
    await choose(sidePanel(page), 'Deployment profile', 'Do not deploy')
    await sidePanel(page).getByRole('button', { name: 'Save row' }).click()
    await rowWith(page, 'Olsen').getByText('Do not deploy').waitFor()
    await page.getByRole('button', { name: 'Import 2 users' }).click()

    await page.getByRole('button', { name: 'Generate different PINs' }).click()
    await dialog(page).getByText('2 users each get a different PIN of six digits.').waitFor()
    await look(page, 'different PINs')
    await dialog(page).getByRole('button', { name: 'Generate PINs' }).click()
    await dialog(page).getByText('2 of 2').waitFor()
    await dialog(page).getByRole('button', { name: 'Close', exact: true }).last().click()
    await page.goto(`/accounts/${customer.id}/deployment/import`)
    await page.getByRole('listitem').filter({ hasText: 'micollab.csv' }).getByText('2 new').waitFor()
    await look(page, 'earlier imports')
    expect(found).toEqual([])
  })

  test('MU-10 CD-12: that resets softphones says so before it is imported, and again before it is undone', async ({
    app,
    visit,
  }) => {
    const ada = await app.ada()
    const customer = await aCustomer(ada)
    const anna = await aSubscriber(ada, customer, { clientServiceUserName: 'anna' })
    await aPhone(app, await aLink(app, ada, customer, anna.id))
    const page = await visit({ as: ada })
    const { look, found } = examiner()
    await page.goto(`/accounts/${customer.id}/deployment/import`)
    await page.getByRole('checkbox', { name: 'Overwrite existing users' }).check()
    await uploadFile(page, [
      ['ID', 'Client service user name'],
      [anna.id, 'anna2'],
    ])
    await page.getByText('This import resets softphones').waitFor()
    await page.getByText(/1 softphone is reset, .* new deployment e-mail/).waitFor()
    await page.getByText(/Undoing the import gives the user names back, but not the softphones/).waitFor()
    await look(page, 'softphones will be reset')
    // Corrected, nothing is said any more; and said again when the name changes after all.
    await page.keyboard.press('e')
    await field(sidePanel(page), 'Client service user name').fill('anna')
    await page.keyboard.press('Enter')
    await page.getByText('Saved: line 2 is Unchanged now.').waitFor()
    await page.getByText('This import resets softphones').waitFor({ state: 'detached' })
    await field(sidePanel(page), 'Client service user name').fill('anna3')
    await page.keyboard.press('Enter')
    await page.getByText('Saved: line 2 is Changed now.').waitFor()
    await page.getByText('This import resets softphones').waitFor()
    await sidePanel(page)
      .getByText(/resets the softphone of this record/)
      .first()
      .waitFor()
    await page.keyboard.press('Escape')
    await sidePanel(page).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Import 1 user' }).click()
    await page.getByText('This import reset softphones').waitFor()
    await look(page, 'softphones were reset')
    await page.getByRole('button', { name: 'Undo import' }).click()
    await dialog(page).getByText('Softphones that the import reset are not brought back').waitFor()
    await look(page, 'undo without softphones')
    await dialog(page).getByRole('button', { name: 'Undo import' }).click()
    await dialog(page).getByText('1 of 1').waitFor()
    await dialog(page).getByRole('button', { name: 'Close', exact: true }).last().click()
    await page.getByText('Softphones that the import reset are not brought back').waitFor()
    expect(found).toEqual([])
  })

  test('CD-10: shows what was read of it while it is uploaded, and can be cancelled', async ({
    app,
    visit,
  }) => {
    const ada = await app.ada()
    const customer = await aCustomer(ada)
    const page = await visit({ as: ada, ...desktop, isAlone: true })
    const slow = await page.context().newCDPSession(page)
    await slow.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: 100_000,
    })
    const many = Array.from({ length: 20_000 }, (_, at) => [...mira.slice(0, 4), String(at), 'x'.repeat(40)])
    await page.goto(`/accounts/${customer.id}/deployment/import`)
    await uploadFile(page, [columns, ...many])
    await page.getByText(/^[\d,]+ rows read so far/).waitFor()
    await page.getByRole('button', { name: 'Cancel upload' }).click()
    await page.getByText('The upload was cancelled. Nothing was imported.').waitFor()
    await page.getByRole('listitem').filter({ hasText: 'people.csv' }).getByText('Cancelled').waitFor()
    await page.getByRole('link', { name: 'people.csv' }).click()
    await page.getByText('This import was cancelled').waitFor()
  })

  test('CD-10: that is no table is refused in words, and a template shows what one looks like', async ({
    app,
    visit,
  }) => {
    const ada = await app.ada()
    const customer = await aCustomer(ada)
    const page = await visit({ as: ada })
    await page.goto(`/accounts/${customer.id}/deployment/import`)
    await page.getByRole('button', { name: 'Check file' }).focus()
    await page.getByRole('tooltip', { name: 'Choose a file first.' }).waitFor()
    await uploadFile(page, [
      ['Colour', 'Size'],
      ['red', '5'],
    ])
    await page.getByRole('alert').getByText('None of the columns is known.').waitFor()
    const { content, name } = await download(page, 'Download template')
    expect(name).toBe('subscribers-template.csv')
    expect(content).toContain('Last name,Email address')
  })
})

/** Cells as a sheet puts them on the clipboard. */
function sheet(rows: string[][]): string {
  return rows.map((cells) => cells.join('\t')).join('\r\n')
}

function asFile(name: string, content: string) {
  return { name, mimeType: 'text/csv', buffer: Buffer.from(content) }
}

async function uploadFile(page: Page, rows: string[][], name = 'people.csv'): Promise<void> {
  const content = rows.map((cells) => cells.join(',')).join('\r\n')
  await page.locator('input[type=file]').setInputFiles(asFile(name, content))
  await page.getByRole('button', { name: 'Check file' }).click()
}

async function download(page: Page, link: string): Promise<{ name: string; content: string }> {
  const downloading = page.waitForEvent('download')
  await page.getByRole('link', { name: link }).click()
  const file = await downloading
  return { name: file.suggestedFilename(), content: await readFile(await file.path(), 'utf8') }
}

function isFocused(element: unknown): boolean {
  return (element as { matches(selector: string): boolean }).matches(':focus')
}

type Caller = Parameters<typeof aSubscriber>[0]
type Customer = Parameters<typeof aSubscriber>[1]

async function subscribersOf(
  caller: Caller,
  customer: Customer,
): Promise<Array<{ id: string; firstName: string; secretsSet: { pbxSipPassword: boolean } }>> {
  return (await caller.get(`${customer.path}/subscribers?limit=500`).expect(200)).items
}
