import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import type { Json } from '#features/imports/imports.testing.ts'
import { field, openManage, sidePanel } from './harness/admin.ts'
import {
  cellsOf,
  columnOf,
  expectAlike,
  expectInert,
  fullName,
  leftsOf,
  rows,
  tripwire,
} from './harness/inert.ts'
import { anOwnerOfPhones, people, sampleOf, test, turningName } from './harness/naughty-estate.ts'
import { handset, openPortal } from './harness/portal.ts'
import { openUsers } from './harness/users.ts'

/** So high that a list draws all of so many rows at once. */
const highFor = (count: number) => ({ width: 1440, height: 400 + 40 * count })
const usual = { width: 1440, height: 900 }
const sorted = (texts: Iterable<string>) => [...texts].sort()
const linkTo = (page: Page, { id }: Json) => page.locator(`tbody th a[href*="${id}"]`)

/** What stands beside the list is of this name. */
function expectHeading(page: Page, name: string): Promise<void> {
  return expect.poll(() => sidePanel(page).locator('h2').textContent()).toBe(name)
}

describe('Naughty strings: on every page names are text, as they are stored, and turn nothing but themselves', () => {
  test('in the list of users, and in what stands beside it of one', async ({ estate, visit }) => {
    const { ada, customer, locations, placed } = estate
    const users: Json[] = (await ada.get(`${customer.path}/users?limit=500`).expect(200)).items
    expect(users.length).toBe(people.length)
    const page = await visit({ as: ada })
    await page.setViewportSize(highFor(people.length))
    const heard = tripwire(page)
    await openUsers(page, customer)
    const cells = await cellsOf(page, users.length)
    expect(sorted(cells.map(([, last, first, email]) => `${email} ${first} | ${last}`))).toEqual(
      sorted(users.map(({ email, firstName, lastName }) => `${email} ${firstName} | ${lastName}`)),
    )
    const at = await columnOf(page, 'Location')
    const places = cells.map((row) => row[at] as string).filter((text) => text !== '')
    expect(sorted(places)).toEqual(sorted(placed.map(({ location }) => location)))
    await expectAlike(rows(page))
    await expectInert(page, heard, users, locations)

    // With fewer rows a person opens sooner.
    await page.setViewportSize(usual)
    for (const [row, [, lastName, firstName]] of cells.slice(0, 2).entries()) {
      await page.locator('tbody th a').nth(row).click()
      await expectHeading(page, fullName({ firstName, lastName }))
      await expectInert(page, heard, users, locations)
    }
    for (const one of placed.slice(0, 3)) {
      await openUsers(page, customer, `?open=${one.id}`)
      await expectHeading(page, fullName(one))
      const name = sidePanel(page).getByRole('group', { name: 'Name', exact: true })
      await expect.poll(() => name.textContent()).toContain(fullName(one))
      await expectInert(page, heard, users, locations)
    }
    const turning = locations.find(({ name }) => name === turningName)
    await openUsers(page, customer, `?locationId=${turning?.id}`)
    await page.getByRole('button', { name: /^Remove the filter/ }).waitFor()
    await expectInert(page, heard, users, locations)
  })

  test('where what was searched for is marked in them', async ({ estate, visit }) => {
    const { ada, customer } = estate
    const page = await visit({ as: ada })
    const heard = tripwire(page)
    await openUsers(page, customer)
    const users: Json[] = (await ada.get(`${customer.path}/users?limit=500`).expect(200)).items
    const searched = users.filter(({ lastName }) => /\p{L}{3}/u.test(lastName) && lastName.includes('<'))
    const every = searched.length / 20
    for (let at = 0; at < 20; at++) {
      const one = searched[Math.floor(at * every)] as Json
      await page.getByRole('searchbox').fill(one.lastName)
      const marks = linkTo(page, one).locator('mark')
      await expect
        .poll(async () => (await marks.allTextContents()).join('').replace(/\s/g, ''))
        .toBe(one.lastName.replace(/\s/g, ''))
      expect(await linkTo(page, one).textContent()).toBe(one.lastName)
      expect(await linkTo(page, one).locator('*:not(mark)').count()).toBe(0)
    }
    await expectInert(page, heard, users)
  })

  test('in the list of subscribers with their profiles, and in what stands beside it of one', async ({
    estate,
    visit,
  }) => {
    const { ada, customer, profiles, numbers } = estate
    const all: Json[] = (await ada.get(`${customer.path}/subscribers?limit=500`).expect(200)).items
    const page = await visit({ as: ada })
    await page.setViewportSize(highFor(all.length))
    const heard = tripwire(page)
    await openManage(page, customer)
    const cells = await cellsOf(page, all.length)
    const at = await columnOf(page, 'E-mail address')
    expect(sorted(cells.map((row) => `${row[at]} ${row[2]} | ${row[1]}`))).toEqual(
      sorted(all.map(({ email, firstName, lastName }) => `${email} ${firstName} | ${lastName}`)),
    )
    const profile = await columnOf(page, 'Profile')
    const usedProfiles = new Set(cells.map((row) => row[profile]))
    for (const { name } of profiles.slice(0, numbers.length)) expect(usedProfiles).toContain(name)
    await expectInert(page, heard, all, profiles)
    await page.setViewportSize(usual)
    for (const { id } of numbers.slice(0, 2)) {
      const one = all.find((number) => number.id === id)
      await openManage(page, customer, `?open=${id}`)
      await expectHeading(page, fullName(one))
      expect(await field(sidePanel(page), 'Last name').inputValue()).toBe(one.lastName)
      await expectInert(page, heard, all, profiles)
    }
  })

  test('in the list of accounts, and in the frame around one of them', async ({ estate, visit }) => {
    const { ada, customers } = estate
    const page = await visit({ as: ada })
    await page.setViewportSize(highFor(customers.length))
    const heard = tripwire(page)
    await page.goto('/accounts')
    // The customer of all others here bears one of their names.
    const cells = await cellsOf(page, customers.length + 1)
    expect(sorted(cells.map(([name]) => name as string))).toEqual(
      sorted([turningName, ...customers.map(({ name }) => name)]),
    )
    await expectAlike(rows(page))
    await expectInert(page, heard, customers)
    const opened = customers.at(-1) as Json
    await linkTo(page, opened).click()
    const frame = page.getByRole('button', { name: /^Switch account/ })
    await frame.filter({ hasText: opened.name }).click()
    await expect.poll(() => page.getByRole('option').count()).toBe(customers.length + 1)
    expect(await page.getByRole('option').allTextContents()).toEqual(
      expect.arrayContaining(customers.map(({ name }) => name)),
    )
    await expectInert(page, heard, customers)
  })

  test.for([
    'locations',
    'profiles',
  ] as const)('in the list of %s, and in what stands beside it of one', async (of, { estate, visit }) => {
    const stored = estate[of]
    const page = await visit({ as: estate.ada })
    await page.setViewportSize(highFor(stored.length))
    const heard = tripwire(page)
    const path = of === 'locations' ? 'locations' : 'deployment/profiles'
    await page.goto(`/accounts/${estate.customer.id}/${path}`)
    const ofStored = page.locator(stored.map(({ id }) => `tbody th a[href*="${id}"]`).join())
    await expect.poll(() => ofStored.count()).toBe(stored.length)
    expect(sorted(await ofStored.allTextContents())).toEqual(sorted(stored.map(({ name }) => name)))
    await expectAlike(ofStored)
    await expectInert(page, heard, stored)
    for (const one of stored.slice(0, 2)) {
      await linkTo(page, one).click()
      await expectHeading(page, one.name)
      expect(await field(sidePanel(page), 'Name').inputValue()).toBe(one.name)
      await expectInert(page, heard, stored)
    }
  })

  test('in the event history, with what was there before', async ({ estate, visit }) => {
    const { ada, customer, numbers, locations, profiles } = estate
    const events: Json[] = (await ada.get(`${customer.path}/events?limit=500`).expect(200)).items
    const page = await visit({ as: ada })
    await page.setViewportSize(highFor(locations.length))
    const heard = tripwire(page)
    await page.goto(`/accounts/${customer.id}/activity/events?action=location.added`)
    const acts = page.locator('tbody tr:has([aria-expanded])')
    await expect.poll(() => acts.count()).toBe(locations.length)
    const sentences = await acts.locator('td:nth-child(3)').allTextContents()
    // In a sentence, FSI and PDI stand around what turns.
    expect(sorted(sentences.map((text) => text.replace(/[\u2068\u2069]/g, '')))).toEqual(
      sorted(locations.map(({ name }) => `Added the location ${name}`)),
    )
    await expectInert(page, heard, numbers, locations, profiles)
    await page.goto(`/accounts/${customer.id}/activity/events?action=subscriber.changed`)
    await expect.poll(() => acts.count()).toBe(numbers.length)
    for (const _one of numbers) await page.locator('table [aria-expanded=false]').first().click()
    const changes = page.locator('table table tbody tr')
    const told = events.flatMap((event) =>
      event.subjectKind === 'subscriber'
        ? event.changes.filter(({ field: of }: Json) => of === 'firstName')
        : [],
    )
    expect(told.length).toBe(numbers.length)
    const firstNames = changes.filter({
      has: page.getByRole('rowheader', { name: 'First name', exact: true }),
    })
    await expect.poll(() => firstNames.count()).toBe(told.length)
    const shown = await firstNames.evaluateAll((all) =>
      all.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent).join(' → ')),
    )
    expect(sorted(shown)).toEqual(
      sorted(told.map(({ before, after }) => `${before || 'nothing'} → ${after || 'nothing'}`)),
    )
    await expectInert(page, heard, numbers, locations, profiles)
  })

  test('in the result of an operation', async ({ estate, visit }) => {
    const { ada, customer, numbers, deployment } = estate
    const now: Json[] = (await ada.get(`${customer.path}/subscribers?limit=500`).expect(200)).items
    const subjects = numbers.map(({ id }) => now.find((one) => one.id === id))
    const page = await visit({ as: ada })
    await page.setViewportSize(highFor(numbers.length))
    const heard = tripwire(page)
    await page.goto(`/accounts/${customer.id}/activity/operations/${deployment.id}`)
    const names = page.locator('tbody th')
    await expect
      .poll(async () => sorted(await names.allTextContents()))
      .toEqual(sorted(subjects.map(fullName)))
    await expectAlike(rows(page))
    await expectInert(page, heard, subjects)
  })

  test.for(['not applied yet', 'applied'])('in a file of people that is %s', async (state, {
    estate,
    visit,
  }) => {
    const { ada, customer, preview, plan, unapplied } = estate
    const [account, shown] = state === 'applied' ? [customer, plan] : [preview, unapplied]
    const path = `/accounts/${account.id}/user-imports/${shown.id}/rows?limit=500`
    const planned: Json[] = (await ada.get(path).expect(200)).items
    const page = await visit({ as: ada })
    await page.setViewportSize(highFor(2 * people.length))
    const heard = tripwire(page)
    await page.goto(`/accounts/${account.id}/users/import/${shown.id}`)
    const cells = await cellsOf(page, planned.length)
    const [first, last] = [await columnOf(page, 'First name'), await columnOf(page, 'Last name')]
    for (const [at, row] of planned.entries()) {
      // Beside a value that the plan warns of stands a word.
      for (const [column, name] of [
        [first, 'firstName'],
        [last, 'lastName'],
      ] as const) {
        const warns = row.problems.some(({ field: of }: Json) => of === name)
        expect(cells[at]?.[column]).toBe(`${row.cells[name]}${warns ? 'Check' : ''}`)
      }
    }
    expect(planned.length).toBe(people.length)
    await expectInert(
      page,
      heard,
      planned.map((row) => row.cells),
    )
  })

  test('in the portal: in the directory, on softphones and in what the account knows of one', async ({
    app,
    estate,
    visit,
  }) => {
    const { ada, customer, placed } = estate
    const users: Json[] = (await ada.get(`${customer.path}/users?limit=500`).expect(200)).items
    const names = sampleOf(8).slice(4)
    const olga = await anOwnerOfPhones(app, estate, names)
    const page = await visit({ ...handset, as: olga.client })
    const heard = tripwire(page)
    await openPortal(page, 'My phones')
    const phones = page.getByRole('region', { name: '1001' }).getByRole('listitem')
    await expect.poll(() => phones.count()).toBe(names.length)
    const shown = await phones.locator('p:has(+ button)').allTextContents()
    expect(sorted(shown)).toEqual(sorted(names))
    await expectAlike(phones)
    await expectInert(
      page,
      heard,
      names.map((name) => ({ name })),
    )

    await openPortal(page, 'My details', '/details')
    await page.getByText('Olga Oster', { exact: true }).waitFor()
    // “What … knows of you.”: the name turns itself, and what follows it is drawn behind it.
    const lead = page.getByText('knows of you')
    const [turned, after] = [await leftsOf(lead, 'hnük'), await leftsOf(lead, 'knows')]
    expect([...turned, ...after].toSorted((a, b) => a - b)).toEqual([...turned.toReversed(), ...after])
    await expectInert(page, heard)

    await page.setViewportSize({ width: 390, height: 30_000 })
    await openPortal(page, 'Directory', '/directory')
    const list = page.getByRole('list', { name: 'People' }).getByRole('listitem')
    await list.nth(users.length).waitFor()
    expect(await list.count()).toBe(users.length + 1)
    const people = await list.evaluateAll((all) =>
      all.map((one) => one.firstElementChild?.firstElementChild?.textContent),
    )
    expect(sorted(people.map(String))).toEqual(sorted(['Olga Oster', ...users.map(fullName)]))
    await expectInert(
      page,
      heard,
      users,
      placed.map(({ location }) => ({ name: location })),
    )
  })
})
