import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { addPartnerWithLink } from '#features/auth/index.ts'
import { withUserNumbers } from '#tests/harness/numbers.ts'
import { aCustomer, anAdminOf, anOrder, aPerson, aSubscriber, deployTo } from '#tests/harness/people.ts'
import { opened, openers, shown, unexplainedOn } from './harness/disabled.ts'
import { test as base } from './harness/test.ts'

/** What stands for the ids in the addresses of pages; `importId` is of the kind that the address names. */
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

/** The addresses of all pages, as the router of the pages has them. */
async function pathsOf(page: Page): Promise<string[]> {
  await page.goto('/sign-in')
  const paths = await page.evaluate(() => {
    const { __TSR_ROUTER__ } = window as unknown as { __TSR_ROUTER__: { routesByPath: object } }
    return Object.keys(__TSR_ROUTER__.routesByPath)
  })
  return paths.filter((path) => path !== '/').sort()
}

/** @throws where nothing stands for an id in the address */
function addressOf(path: string, ids: Ids): string {
  const importId = path.includes('/users/') ? ids.userImport : ids.subscriberImport
  const known: Record<string, string> = { ...ids, importId }
  return path.replace(/\$(\w+)/g, (_, name: string) => {
    const id = known[name]
    if (id === undefined) throw new Error(`This walk does not know what ${name} of ${path} is.`)
    return id
  })
}

/** Opens each page, and from it one after the other what opens without doing anything; answers what does not say why. */
async function walk(page: Page, addresses: string[]): Promise<string[]> {
  const found = new Set<string>()
  const look = async (where: string) => {
    for (const control of await unexplainedOn(page)) found.add(`${where}: ${control}`)
  }
  for (const address of addresses) {
    await page.goto(address)
    await shown(page)
    await look(address)
    const count = await openers(page).count()
    for (let at = 0; at < count; at++) {
      const opener = openers(page).nth(at)
      const name = (await opener.getAttribute('aria-label')) ?? (await opener.innerText())
      const isMenu = (await opener.getAttribute('aria-haspopup')) !== null
      await opener.click()
      await opened(page).first().waitFor()
      await shown(page)
      await look(`${address} › ${name}`)
      if (isMenu) {
        await page.keyboard.press('Escape')
        await opened(page).first().waitFor({ state: 'hidden' })
      } else {
        await page.goto(address)
        await shown(page)
      }
    }
  }
  return [...found]
}

/** Each page is in one of these; the last takes what no other has. */
const parts = ['/deployment/', '/settings/', '/activity/', ''] as const

function partOf(path: string): string {
  return parts.find((part) => path.includes(part)) ?? ''
}

describe('hover help and why not on every disabled control', () => {
  test.for(parts)('for a partner at a customer, on the pages of “%s”', async (part, { estate, visit }) => {
    const page = await visit({ as: estate.ada })
    const paths = (await pathsOf(page)).filter((path) => partOf(path) === part)
    expect(paths).not.toEqual([])
    const addresses = paths.map((path) => addressOf(path, estate.ids))
    expect(await walk(page, addresses)).toEqual([])
  })

  test('for a partner at home', async ({ estate, visit }) => {
    const page = await visit({ as: estate.ada })
    const paths = (await pathsOf(page)).filter(
      (path) => path.includes('$accountId') && !/\$(import|operation)Id/.test(path),
    )
    const addresses = paths.map((path) => addressOf(path, { ...estate.ids, accountId: estate.atHome }))
    expect(await walk(page, addresses)).toEqual([])
  })

  test.for(parts)('for an admin of the account, on the pages of “%s”', async (part, { estate, visit }) => {
    const page = await visit({ as: estate.carla })
    const paths = (await pathsOf(page)).filter((path) => partOf(path) === part)
    expect(
      await walk(
        page,
        paths.map((path) => addressOf(path, estate.ids)),
      ),
    ).toEqual([])
  })
})
