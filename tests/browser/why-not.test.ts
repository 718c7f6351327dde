import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { addPartnerWithLink } from '#features/auth/index.ts'
import { withUserNumbers } from '#tests/harness/numbers.ts'
import { aCustomer, anAdminOf, anOrder, aPerson, aSubscriber, deployTo } from '#tests/harness/people.ts'
import { examiner } from './harness/axe.ts'
import { unexplainedOn } from './harness/disabled.ts'
import { test as base } from './harness/test.ts'
import { addressOf, type Look, pathsOf, walk, walkFrame, walkPanel } from './harness/walk.ts'

/** What stands for the ids in the addresses of pages. */
type Ids = Record<'accountId' | 'operationId' | 'userImport' | 'subscriberImport' | 'token', string>

/** A customer with something on most pages, its partner and its own admin. */
const test = base.extend('estate', { scope: 'file' }, async ({ app }) => {
  const ada = await app.ada()
  const customer = await aCustomer(ada)
  const carla = await anAdminOf(app, customer)
  const { id: anna } = await aSubscriber(ada, customer)
  await aPerson(app, customer, { firstName: 'Bob', lastName: 'Stone', email: 'bob.stone@acme.example' })
  await ada.post(`${customer.path}/locations`, { name: 'Hamburg' }).expect(201)
  await anOrder(ada, { customerId: customer.id })
  await withUserNumbers(app, customer, ['+447700900456'])
  const { id: operationId } = await deployTo(ada, customer, [anna])
  const planOf = async (kind: string, content: string) =>
    (await ada.upload(`${customer.path}/${kind}-imports`, { name: 'people.csv', content }).expect(201)).id
  const { setUpToken } = await addPartnerWithLink(app.platform, 'Westgate', 'GB')
  const ids: Ids = {
    accountId: customer.id,
    operationId,
    userImport: await planOf('user', 'First name,Last name,E-mail\r\nTom,Berg,tom.berg@acme.example\r\n'),
    subscriberImport: await planOf('subscriber', 'Last name,E-mail\r\nBerg,tom.berg@acme.example\r\n'),
    token: setUpToken,
  }
  return { ada, carla, ids, atHome: (await ada.get('/sessions/current').expect(200)).account.id as string }
})

/**
 * Looks for what does not say why it cannot be used, and for what axe finds wrong; `onPages` leaves out for axe what opens from them.
 */
function inspector(reach: 'everywhere' | 'onPages'): { look: Look; faults(): string[] } {
  const axe = examiner()
  const unexplained = new Set<string>()
  return {
    async look(page, where) {
      for (const control of await unexplainedOn(page)) unexplained.add(`${where}: ${control}`)
      if (reach === 'everywhere' || !where.includes('›')) await axe.look(page, where)
    },
    faults: () => [...unexplained, ...axe.found],
  }
}

async function faultsOn(
  page: Page,
  addresses: string[],
  reach: 'everywhere' | 'onPages' = 'onPages',
): Promise<string[]> {
  const { faults, look } = inspector(reach)
  await walk(page, addresses, look)
  return faults()
}

/** Each page is in one of these; the last takes what no other has. */
const parts = ['/deployment/', '/settings/', '/activity/', ''] as const

function partOf(path: string): string {
  return parts.find((part) => path.includes(part)) ?? ''
}

async function addressesOf(page: Page, part: string, { userImport, subscriberImport, ...ids }: Ids) {
  const paths = (await pathsOf(page)).filter((path) => partOf(path) === part)
  expect(paths).not.toEqual([])
  return paths.map((path) =>
    addressOf(path, { ...ids, importId: path.includes('/users/') ? userImport : subscriberImport }),
  )
}

describe('on every page, and on all that opens there, each disabled control says why and axe finds nothing wrong', () => {
  test.for(parts)('for a partner at a customer, on the pages of “%s”', async (part, { estate, visit }) => {
    const page = await visit({ as: estate.ada })
    expect(await faultsOn(page, await addressesOf(page, part, estate.ids), 'everywhere')).toEqual([])
  })

  test('for a partner at home', async ({ estate, visit }) => {
    const page = await visit({ as: estate.ada })
    const paths = (await pathsOf(page)).filter(
      (path) => path.includes('$accountId') && !/\$(import|operation)Id/.test(path),
    )
    const addresses = paths.map((path) => addressOf(path, { ...estate.ids, accountId: estate.atHome }))
    expect(await faultsOn(page, addresses)).toEqual([])
  })

  test.for(parts)('for an admin of the account, on the pages of “%s”', async (part, { estate, visit }) => {
    const page = await visit({ as: estate.carla })
    expect(await faultsOn(page, await addressesOf(page, part, estate.ids))).toEqual([])
  })

  test('UA-70: in the Manage panel of the users', async ({ estate, visit }) => {
    const page = await visit({ as: estate.ada })
    const { faults, look } = inspector('everywhere')
    const users = `/accounts/${estate.ids.accountId}/users`
    await page.goto(users)
    await walkPanel(page, `${users}?open=manage`, look)
    expect(faults()).toEqual([])
  })

  test('around each page', async ({ estate, visit }) => {
    const page = await visit({ as: estate.ada })
    const { faults, look } = inspector('everywhere')
    await page.goto(`/accounts/${estate.ids.accountId}/locations`)
    await walkFrame(page, look)
    expect(faults()).toEqual([])
  })
})
