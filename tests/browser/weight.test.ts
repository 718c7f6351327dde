import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { anOwner } from '#tests/harness/owners.ts'
import { aCustomer, aPerson, aSubscriber, deployTo } from '#tests/harness/people.ts'
import { field } from './harness/admin.ts'
import { test as base } from './harness/test.ts'

const scriptBytesMax = 250_000

/** A customer with something on every page, and where those are. */
const test = base.extend('estate', { scope: 'file' }, async ({ app }) => {
  const ada = await app.ada()
  const customer = await aCustomer(ada)
  const { id: anna } = await aSubscriber(ada, customer)
  const bob = { firstName: 'Bob', lastName: 'Stone', email: 'bob.stone@acme.example' }
  const mobile = '+491711234567'
  const { id: user } = await aPerson(app, customer, { ...bob, columns: { mobile } })
  await ada.post(`${customer.path}/locations`, { name: 'Hamburg' }).expect(201)
  const { id: operation } = await deployTo(ada, customer, [anna])
  const file = { name: 'people.csv', content: 'Last name,E-mail\r\nBerg,tom.berg@acme.example\r\n' }
  const { id: plan } = await ada.upload(`${customer.path}/subscriber-imports`, file).expect(201)
  const owner = await anOwner(app, customer, { directoryNumber: '1001' })
  const own = `/accounts/${customer.id}`
  const atHome = `/accounts/${(await ada.get('/sessions/current').expect(200)).account.id}`
  return {
    ada,
    owner: owner.client,
    paths: {
      'the sign-in page': '/sign-in',
      Accounts: '/accounts',
      'the users of all customers': '/accounts?tab=people',
      Users: `${own}/users`,
      'Users with one open': `${own}/users?open=${user}`,
      'Users with a new one': `${own}/users?open=new`,
      Locations: `${own}/locations`,
      Manage: `${own}/deployment/subscribers`,
      'Manage with a record open': `${own}/deployment/subscribers?open=${anna}`,
      Profiles: `${own}/deployment/profiles`,
      'Deployment e-mail': `${own}/deployment/email`,
      'Redirect server': `${own}/deployment/redirect-server`,
      Import: `${own}/deployment/import`,
      'one import': `${own}/deployment/import/${plan}`,
      Operations: `${own}/activity/operations`,
      'one operation': `${own}/activity/operations/${operation}`,
      Events: `${own}/activity/events`,
      Integrations: `${own}/integrations`,
      Subscriptions: `${own}/subscriptions`,
      Orders: `${atHome}/orders`,
      Numbers: `${own}/numbers`,
      Twilio: `${own}/integrations/twilio`,
      'Account settings': `${own}/settings/account`,
      'the own security': '/me/security',
      'Administrators and roles': `${own}/settings/administrators`,
      'API keys': `${own}/settings/api-keys`,
      'a new API key': `${atHome}/settings/api-keys?open=new`,
      Security: `${own}/settings/security`,
      'Sign-in (SSO)': `${own}/settings/sign-in`,
      'My phones': '/portal',
      'the directory': '/portal/directory',
      'My details': '/portal/details',
      'Sign-in and security': '/portal/security',
    },
  }
})

const pages = [
  ['the sign-in page', (page: Page) => field(page, 'E-mail address')],
  ['Accounts', (page: Page) => page.getByRole('link', { name: 'Acme' })],
  ['the users of all customers', (page: Page) => page.getByRole('link', { name: 'Stone' })],
  ['Users', (page: Page) => page.getByRole('link', { name: 'Stone' })],
  ['Users with one open', (page: Page) => field(page, 'E-mail address')],
  ['Users with a new one', (page: Page) => field(page, 'E-mail address')],
  ['Locations', (page: Page) => page.getByRole('table').getByText('Hamburg')],
  ['Manage', (page: Page) => page.getByRole('link', { name: 'Kühn' })],
  ['Manage with a record open', (page: Page) => field(page, 'E-mail address')],
  ['Profiles', (page: Page) => page.getByRole('link', { name: 'Softphones' })],
  ['Deployment e-mail', (page: Page) => field(page, 'Subject')],
  ['Redirect server', (page: Page) => page.getByText('Answers', { exact: true })],
  ['Import', (page: Page) => page.getByText('Earlier imports', { exact: true })],
  ['one import', (page: Page) => page.getByText('tom.berg@acme.example')],
  ['Operations', (page: Page) => page.getByRole('link', { name: 'Deployment', exact: true })],
  ['one operation', (page: Page) => page.getByRole('link', { name: 'Anna Kühn' })],
  ['Events', (page: Page) => page.getByText('Started the deployment of 1 user')],
  ['Integrations', (page: Page) => page.getByRole('switch')],
  ['Subscriptions', (page: Page) => page.getByText('No subscriptions')],
  ['Orders', (page: Page) => page.getByText('No orders yet')],
  ['Numbers', (page: Page) => page.getByText('No numbers yet')],
  ['Twilio', (page: Page) => field(page, 'Account SID')],
  ['Account settings', (page: Page) => field(page, 'Name')],
  ['the own security', (page: Page) => page.getByText('This one')],
  [
    'Administrators and roles',
    (page: Page) => page.getByText('This account has no administrator of its own'),
  ],
  ['API keys', (page: Page) => page.getByText('No API keys')],
  ['a new API key', (page: Page) => page.getByRole('button', { name: 'Make key' })],
  ['Security', (page: Page) => page.getByRole('switch')],
  ['Sign-in (SSO)', (page: Page) => field(page, 'Issuer')],
  ['My phones', (page: Page) => page.getByRole('region', { name: '1001' })],
  ['the directory', (page: Page) => page.getByRole('list', { name: 'People' }).getByRole('listitem')],
  ['My details', (page: Page) => page.getByRole('combobox')],
  ['Sign-in and security', (page: Page) => page.getByText('This one')],
] as const

/** Each page as those see it for whom it is. */
function visitorOf({ ada, owner }: { ada: ApiClient; owner: ApiClient }, path: string): { as?: ApiClient } {
  if (path === '/sign-in') return {}
  return { as: path.startsWith('/portal') ? owner : ada }
}

for (const [name, shown] of pages) {
  test(`a cold visit of ${name} loads less than 250 kB of compressed script`, async ({ estate, visit }) => {
    const page = await visit({ ...visitorOf(estate, estate.paths[name]), isAlone: true })
    const scripts: Array<Promise<number>> = []
    page.on('response', (response) => {
      if (response.request().resourceType() !== 'script') return
      scripts.push(response.body().then((body) => gzipSync(body, { level: 9 }).length))
    })
    await page.goto(estate.paths[name])
    await shown(page).first().waitFor()
    await page.waitForLoadState('networkidle')

    const sizes = await Promise.all(scripts)
    expect(sizes.length).toBeGreaterThan(1)
    const bytes = sizes.reduce((sum, size) => sum + size, 0)
    expect(bytes, `${name}: ${Math.round(bytes / 1000)} kB in ${sizes.length} files`).toBeLessThan(
      scriptBytesMax,
    )
  })
}
