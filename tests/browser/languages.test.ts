import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import type { TestApp } from '#tests/harness/app.ts'
import { anOwner } from '#tests/harness/owners.ts'
import { aColleague, aCustomer, anAdminOf } from '#tests/harness/people.ts'
import { askedReset } from '#tests/harness/resets.ts'
import { aSecondFactor, codeOf } from '#tests/harness/second-factors.ts'
import { dialog, field } from './harness/admin.ts'
import { examiner } from './harness/axe.ts'
import { shownSecret } from './harness/own-sign-in.ts'
import { handset, olgaOf, onRememberedDevice } from './harness/portal.ts'
import { test } from './harness/test.ts'

const password = 'carla counts the stairs'
const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true, level: 1 })
const languageOf = (page: Page) => page.evaluate('document.documentElement.lang')

/** The small choice in the corner, by its own language's word. */
async function chooseLanguage(page: Page, label: string, language: string): Promise<void> {
  await page.getByRole('combobox', { name: label, exact: true }).selectOption(language)
}

/** Carla, an admin of a customer whose language is this. @returns her e-mail address */
async function carlaOf(app: TestApp, name: string, language: string): Promise<string> {
  const customer = await aCustomer(await app.ada(), { name, language })
  const email = `carla@${name.toLowerCase()}.example`
  await anAdminOf(app, customer, { email, password })
  return email
}

/** The path of the link in Dora's welcome e-mail, of a customer whose language is this. */
async function welcomeOf(app: TestApp, name: string, language: string): Promise<string> {
  const ada = await app.ada()
  const customer = await aCustomer(ada, { name, language })
  const email = `dora@${name.toLowerCase()}.example`
  const { id } = await aColleague(app, customer, { email, role: 'user', registered: false })
  await ada.post(`${customer.path}/users/${id}/welcome-emails`).expect(202)
  const { raw } = await app.mail.waitForMessage(({ envelope }) => envelope.to.includes(email))
  const { html = '' } = await app.mail.parse(raw)
  return new URL(/href="([^"]+)"/.exec(html)?.[1] ?? '').pathname
}

describe('before anybody is signed in', () => {
  test('a page speaks the first language of the browser that there is, and says in it what is wrong', async ({
    visit,
  }) => {
    const page = await visit({ locale: 'de-AT' })
    await page.goto('/sign-in')
    await heading(page, 'Anmelden').waitFor()
    expect(await languageOf(page)).toBe('de')
    await page.getByRole('button', { name: 'Anmelden' }).click()
    await page.getByText('Geben Sie Ihre E-Mail-Adresse ein.').waitFor()
    await field(page, 'E-Mail-Adresse').fill('nobody@nowhere.example')
    await field(page, 'Passwort').fill('guessed in vain')
    await page.getByRole('button', { name: 'Anmelden' }).click()
    await page.getByText('Die E-Mail-Adresse oder das Passwort stimmt nicht.').waitFor()
  })

  test('a browser whose languages are unknown here is spoken to in English', async ({ visit }) => {
    const page = await visit({ locale: 'nl-NL' })
    await page.goto('/sign-in')
    await heading(page, 'Sign in').waitFor()
    expect(await languageOf(page)).toBe('en')
  })

  test('a language that is chosen is spoken at once, on every page, and at the next visit', async ({
    visit,
  }) => {
    const page = await visit()
    await page.goto('/sign-in')
    await chooseLanguage(page, 'Language', 'Français')
    await heading(page, 'Se connecter').waitFor()
    await page.getByRole('link', { name: 'Mot de passe oublié ?' }).click()
    await heading(page, 'Mot de passe oublié ?').waitFor()
    await page.reload()
    await heading(page, 'Mot de passe oublié ?').waitFor()
    expect(await languageOf(page)).toBe('fr')
    await chooseLanguage(page, 'Langue', 'English')
    await heading(page, 'Forgot your password?').waitFor()
  })

  test('what is typed stays when the language changes', async ({ visit }) => {
    const page = await visit()
    await page.goto('/sign-in')
    await field(page, 'E-mail address').fill('anna@acme.example')
    await chooseLanguage(page, 'Language', 'Español')
    await heading(page, 'Iniciar sesión').waitFor()
    expect(await field(page, 'Dirección de correo').inputValue()).toBe('anna@acme.example')
  })

  test('UA-61: the page behind the link of a reset speaks the language of the e-mail, and so do those after it', async ({
    app,
    visit,
  }) => {
    const { token, code } = await askedReset(app, await carlaOf(app, 'Lisboa', 'pt'))
    const page = await visit(handset)
    await page.goto(`/reset/${token}`)
    await heading(page, 'Escolha uma nova palavra-passe').waitFor()
    expect(await languageOf(page)).toBe('pt')
    await page.getByRole('button', { name: 'Continuar' }).click()
    await field(page, 'Código de confirmação').fill(code === '000000' ? '000001' : '000000')
    await field(page, 'Nova palavra-passe').fill('sete guarda-chuvas azuis cantam')
    await page.getByRole('button', { name: 'Alterar a palavra-passe' }).click()
    await page.getByText('restam-lhe 4 tentativas').waitFor()
    await field(page, 'Código de confirmação').fill(code)
    await page.getByRole('button', { name: 'Alterar a palavra-passe' }).click()
    await heading(page, 'A sua palavra-passe foi alterada').waitFor()
    await page.getByRole('link', { name: 'Iniciar sessão' }).click()
    await field(page, 'Endereço de e-mail').waitFor()
  })

  test('UA-16: the page of a welcome e-mail speaks its language, unless another one was chosen in this browser', async ({
    app,
    visit,
  }) => {
    const path = await welcomeOf(app, 'Sevilla', 'es')
    const page = await visit(handset)
    await page.goto(path)
    await heading(page, 'Termine de crear su cuenta').waitFor()
    await field(page, 'Contraseña').fill('sevilla2026')
    await page.getByRole('button', { name: 'Guardar la contraseña e iniciar sesión' }).click()
    await page.getByText('Use al menos 15 caracteres').waitFor()
    await chooseLanguage(page, 'Idioma', 'Deutsch')
    await heading(page, 'Stellen Sie Ihr Konto fertig').waitFor()
    await page.goto(path)
    await heading(page, 'Stellen Sie Ihr Konto fertig').waitFor()
  })
})

test('the administration is English throughout, whatever the page before it spoke', async ({
  app,
  visit,
}) => {
  const email = await carlaOf(app, 'Bremen', 'de')
  const page = await visit({ locale: 'de-DE' })
  await page.goto('/sign-in?to=%2Fme%2Fsecurity')
  await field(page, 'E-Mail-Adresse').fill(email)
  await field(page, 'Passwort').fill(password)
  await page.getByRole('button', { name: 'Anmelden' }).click()
  await heading(page, 'Security').waitFor()
  expect(await languageOf(page)).toBe('en')
  await page.getByRole('button', { name: /^You: / }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await heading(page, 'Anmelden').waitFor()
})

test('UA-1: the portal speaks the language of the person, and the one they choose at once', async ({
  app,
  visit,
}) => {
  const customer = await aCustomer(await app.ada(), { name: 'Lyon', language: 'fr' })
  const { client } = await anOwner(app, customer)
  const page = await visit({ as: client })
  await page.goto('/portal/details')
  await heading(page, 'Mes données').waitFor()
  await chooseLanguage(page, 'Langue', 'Deutsch')
  await heading(page, 'Meine Daten').waitFor()
  expect(await languageOf(page)).toBe('de')
  await page.goto('/portal/security')
  await heading(page, 'Sicherheit').waitFor()
  await page.getByText('Mit einem Link aus einer E-Mail angemeldet').waitFor()
})

describe('German, which is long, on a phone', () => {
  test('UA-16: a second factor is set up, kept by recovery codes, and asked for at the next sign-in', async ({
    app,
    visit,
  }) => {
    const { look, found } = examiner()
    const customer = await aCustomer(await app.ada(), { name: 'Kiel', language: 'de' })
    const olga = await anOwner(app, customer)
    const page = await visit({ ...handset, locale: 'de-DE', as: olga.client })
    await page.goto('/portal/security')
    await page.getByRole('button', { name: 'Authenticator-App einrichten' }).click()
    const shown = dialog(page).filter({ hasText: 'Scannen Sie dies' })
    await shown.getByRole('img', { name: 'QR-Code' }).waitFor()
    await fits(page, 'enrolling', look)
    await field(shown, 'Code, den die App zeigt').fill(await codeOf(app, await shownSecret(page)))
    await page.getByRole('list', { name: 'Wiederherstellungscodes' }).waitFor()
    await fits(page, 'recovery codes', look)
    await page.getByRole('checkbox', { name: 'Ich habe sie aufbewahrt' }).check()
    await page.getByRole('button', { name: 'Fertig' }).click()
    await page.getByText('Ihr zweiter Faktor ist eingerichtet.').waitFor()
    await page.getByRole('button', { name: 'Passwort ändern' }).click()
    await field(dialog(page), 'Neues Passwort').waitFor()
    await fits(page, 'a new password', look)

    await page.context().clearCookies()
    await page.goto('/sign-in')
    await field(page, 'E-Mail-Adresse').fill(olga.email)
    await field(page, 'Passwort').fill(olga.password)
    await page.getByRole('button', { name: 'Anmelden' }).click()
    await heading(page, 'Code aus Ihrer App').waitFor()
    await fits(page, 'the second factor', look)
    await field(page, 'Code').fill('000000')
    await page.getByText('Dieser Code stimmt nicht oder wurde schon benutzt.').waitFor()
    expect(found).toEqual([])
  })

  test('UA-1: a phone is set up by a QR code, and what is in the way is told in German', async ({
    app,
    visit,
  }) => {
    const { look, found } = examiner()
    const { olga } = await olgaOf(app, 'Rostock', { account: { language: 'de' } })
    const page = await visit({ ...handset, locale: 'de-DE', as: await onRememberedDevice(app, olga) })
    await page.goto('/portal')
    await page.getByRole('button', { name: 'Telefon einrichten' }).click()
    await dialog(page).getByText('Zuerst werden Sie nach einem Code').waitFor()
    await dialog(page).getByRole('button', { name: 'Schließen', exact: true }).waitFor()
    await fits(page, 'before', look)
    await dialog(page).getByRole('button', { name: 'Weiter' }).click()
    const asked = dialog(page).filter({ hasText: 'Geben Sie einen Code aus Ihrer App ein' })
    await asked.waitFor()
    await fits(page, 'the step-up', look)
    await field(asked, 'Code').fill(await olga.factor.nextCode())
    await page.getByText('Wir warten auf das Softphone.').waitFor()
    await fits(page, 'the link', look)
    expect(found).toEqual([])

    const young = await anOwner(app, await aCustomerWithPhones(app))
    await aSecondFactor(app, young.client)
    const other = await visit({ ...handset, locale: 'de-DE', as: young.client })
    await other.goto('/portal')
    const because = other.getByText('Ihre Authenticator-App wurde vor weniger als 72 Stunden')
    await because.filter({ visible: true }).first().waitFor()
    await fits(other, 'what is in the way', look)
  })
})

/** A customer whose people may set up phones themselves. */
async function aCustomerWithPhones(app: TestApp) {
  return aCustomer(await app.ada(), { name: 'Wismar', language: 'de' }, { selfDeployment: true })
}

/** Nothing is wider than the phone, and axe finds nothing. */
async function fits(page: Page, where: string, look: (page: Page, where: string) => Promise<void>) {
  expect(await page.evaluate('document.documentElement.scrollWidth'), where).toBe(390)
  await look(page, where)
}

/** What everybody sees, signed in or not. */
const fronts = ['/sign-in', '/forgot', '/reset/unknown', '/welcome/unknown', '/setup/unknown']
const portal = ['/portal', '/portal/directory', '/portal/details', '/portal/security']

describe.for([
  ['de', 'de-DE'],
  ['fr', 'fr-FR'],
  ['es', 'es-ES'],
  ['pt', 'pt-PT'],
] as const)('%s', ([language, locale]) => {
  test('no page of everybody is wider than a phone, and each says in which language it is', async ({
    app,
    visit,
  }) => {
    const { look, found } = examiner()
    const customer = await aCustomer(await app.ada(), { name: `Wide ${language}`, language })
    const { client } = await anOwner(app, customer)
    const front = await visit({ ...handset, locale })
    const own = await visit({ ...handset, locale, as: client })
    for (const [page, paths] of [
      [front, fronts],
      [own, portal],
    ] as const) {
      for (const path of paths) {
        await page.goto(path)
        await page.getByRole('heading', { level: 1 }).waitFor()
        await page.locator('[class*=Skeleton]').first().waitFor({ state: 'detached' })
        expect(await languageOf(page), path).toBe(language)
        expect(await page.evaluate('document.documentElement.scrollWidth'), path).toBe(390)
        if (language === 'de') await look(page, path)
      }
    }
    expect(found).toEqual([])
  })

  test('a first visit loads less than 250 kB of compressed script', async ({ visit }) => {
    const page = await visit({ locale })
    const scripts: Array<Promise<number>> = []
    page.on('response', (response) => {
      if (response.request().resourceType() !== 'script') return
      scripts.push(response.body().then((body) => gzipSync(body, { level: 9 }).length))
    })
    await page.goto('/sign-in')
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.waitForLoadState('networkidle')
    const bytes = (await Promise.all(scripts)).reduce((sum, size) => sum + size, 0)
    expect(bytes).toBeGreaterThan(0)
    expect(bytes).toBeLessThan(250_000)
  })
})
