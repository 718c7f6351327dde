import type { BrowserContextOptions, Page } from 'playwright-core'
import type { TestApp } from '#tests/harness/app.ts'
import { aProvenOwner, type ProvenOwner } from '#tests/harness/owners.ts'
import { aCustomer } from '#tests/harness/people.ts'

/** The size for which the portal is made first, of a browser that says it is on a phone. */
export const handset: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  userAgent:
    'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36',
}

/** Olga of a customer of her own whose people set up softphones themselves: her number is 1001, her PIN 482913, and her second factor old enough. */
export async function olgaOf(
  app: TestApp,
  name: string,
  { profile = {}, number = {}, account = {} }: { profile?: object; number?: object; account?: object } = {},
) {
  const ada = await app.ada()
  const customer = await aCustomer(
    ada,
    { name, ...account },
    { selfDeployment: true, pinRequired: true, ...profile },
  )
  const olga = await aProvenOwner(app, customer, { directoryNumber: '1001', ...number })
  return { ada, customer, olga }
}

/** Olga signs in on a device that is remembered, so that she gives no code in the session. */
export async function onRememberedDevice(app: TestApp, { email, password, factor }: ProvenOwner) {
  const before = app.anybody()
  const totp = await factor.nextCode()
  await before.post('/sessions', { email, password, totp, rememberDevice: true }).expect(201)
  const client = app.anybody()
  await client.post('/sessions', { email, password }, { cookie: before.cookie() }).expect(201)
  return client
}

/** Opens a page of the portal and waits for its heading. */
export async function openPortal(page: Page, heading: string, path = ''): Promise<void> {
  await page.goto(`/portal${path}`)
  await page.getByRole('heading', { name: heading, level: 1 }).waitFor()
}

/** What stands of one number. */
export const numberOf = (page: Page, number: string) => page.getByRole('region', { name: number })
