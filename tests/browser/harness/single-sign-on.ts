import type { Page } from 'playwright-core'
import { startTestApp } from '#tests/harness/app.ts'
import { requireWebBuild } from '#tests/harness/browser.ts'
import { type IdentityProvider, startIdentityProvider } from '#tests/harness/identity-provider.ts'
import { type NameServer, startNameServer } from '#tests/harness/name-server.ts'
import { field } from './admin.ts'
import { test as base } from './test.ts'

/** The product in reach of a name server (`names`) and of an identity provider (`provider`), which are the tests' own. */
export const test = base
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads from the pattern what a fixture needs
  .extend('names', { scope: 'file' }, async ({}, { onCleanup }) => {
    const names = await startNameServer()
    onCleanup(() => names[Symbol.asyncDispose]())
    return names
  })
  .extend('app', { scope: 'file' }, async ({ names }, { onCleanup }) => {
    requireWebBuild()
    const app = await startTestApp({ outboundAllow: ['127.0.0.1'], nameServers: [names.address] })
    onCleanup(() => app.stop())
    return app
  })
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads from the pattern what a fixture needs
  .extend('provider', { scope: 'file' }, async ({}, { onCleanup }) => {
    const provider = await startIdentityProvider()
    onCleanup(() => provider[Symbol.asyncDispose]())
    return provider
  })

/** Fills in the first step of Settings › Sign-in (SSO) and sends it; what the page says to be entered at the identity provider is entered there. */
export async function enterProvider(page: Page, provider: IdentityProvider): Promise<void> {
  provider.redirectUris.add(await field(page, 'Redirect URI').inputValue())
  await field(page, 'Name').fill('Acme ID')
  await field(page, 'Issuer').fill(provider.issuer)
  await field(page, 'Client ID').fill(provider.clientId)
  await field(page, 'Client secret').fill(provider.clientSecret)
  await page.getByRole('button', { name: 'Save and go on' }).click()
}

/** Makes the record that the open page asks for, and lets it be looked for: the domain, which was added, is verified. */
export async function proveDomain(page: Page, names: NameServer, domain: string): Promise<void> {
  const recordName = await field(page, 'Name of the TXT record').inputValue()
  names.texts.set(recordName, [await field(page, 'Value').inputValue()])
  names.mailHosts.set(domain, [`mx.${domain}`])
  await page.getByRole('button', { name: `Check ${domain} now` }).click()
  await page.getByText(`${domain} is verified.`).waitFor()
}

/** Tests the identity provider as the person who sits there, whom the page then names. @param says such as `Dora Weiss (dora@acme.example)` */
export async function testSignIn(page: Page, says: string): Promise<void> {
  const opened = page.waitForEvent('popup')
  await page.getByRole('button', { name: 'Test sign-in' }).click()
  const tab = await opened
  await tab.getByText(`That would sign in ${says}.`).waitFor()
  await tab.close()
  await page.getByText(`That would sign in ${says}.`).waitFor()
}

/** Of a single sign-on in the settings of an account. */
export const theSwitch = (page: Page) => page.getByRole('switch', { name: /^Single sign-on/ })

/** The button of the sign-in page that leads to the identity provider. */
export const elsewhere = (page: Page) => page.getByRole('button', { name: 'Sign in with Acme ID' })

/** Signs in as the person who sits at the identity provider. */
export async function signInElsewhere(page: Page, email: string): Promise<void> {
  await page.goto('/sign-in')
  await field(page, 'E-mail address').fill(email)
  await page.keyboard.press('Tab')
  await elsewhere(page).click()
}
