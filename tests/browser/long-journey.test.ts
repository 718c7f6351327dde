import { describe, expect } from 'vitest'
import { rentedNumber } from '#dev/simulators/twilio/account.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { partnerAdmin } from '#tests/harness/app.ts'
import { joinTwilio, twilioSid } from '#tests/harness/numbers.ts'
import { signedInAnew } from '#tests/harness/owners.ts'
import { anOrder, aSubscriber, aSubscription } from '#tests/harness/people.ts'
import { aLink, aPhone, fetchAsPhone } from '#tests/harness/phones.ts'
import { allAskedForIsDone, nextReset, resetsTo } from '#tests/harness/resets.ts'
import type { AuthenticatorApp } from '#tests/harness/second-factors.ts'
import { peopleCsv } from '#tests/harness/user-imports.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'
import { choose, dialog, field, select, sidePanel, signIn } from './harness/admin.ts'
import { holders, used } from './harness/licences.ts'
import { managing, people99, test, typeDelete } from './harness/long-journey.ts'
import { finishAccount, openSecurity, setUpApp } from './harness/own-sign-in.ts'
import { correctAddresses, openImport, thousandLines, undoImport, upload } from './harness/people-import.ts'
import { create } from './harness/person.ts'
import { handset, numberOf, openPortal } from './harness/portal.ts'
import { askForReset, complete, openForm } from './harness/reset.ts'
import {
  enterProvider,
  proveDomain,
  signInElsewhere,
  testSignIn,
  theSwitch,
} from './harness/single-sign-on.ts'
import { openAssigning, overwrite, save } from './harness/twilio.ts'
import { narrow, openUsers } from './harness/users.ts'

const carla = { email: 'carla@acme.example', password: 'carla counts the stairs' }
/** Of the thousand. */
const anna = { email: 'person1@acme.example', password: 'anna likes long trains' }
const annasNext = 'seven blue umbrellas sing'

// Each leg goes on where the one before has ended.
let acme: { id: string; path: string }
let carlasApp: AuthenticatorApp
/** Carla, signed in before her account turned to single sign-on. */
let admin: ApiClient
let annasPhone: Awaited<ReturnType<typeof aPhone>>

const carlaAnew = (app: Parameters<typeof signedInAnew>[0]) =>
  signedInAnew(app, { ...carla, factor: carlasApp })
const peopleOfAcme = async (by: ApiClient): Promise<number> =>
  (await by.get(`${acme.path}/users/count`).expect(200)).count

describe('a customer from its first day to its last', () => {
  test('UA-1, UA-10, UA-13, UA-16: a partner makes the customer, and its first admin, who is welcomed by e-mail', async ({
    visit,
  }) => {
    const page = await visit()
    await page.goto('/')
    await signIn(page, partnerAdmin)
    await page.getByRole('button', { name: 'New customer' }).first().click()
    await field(dialog(page), 'Name').fill('Acme')
    await choose(dialog(page), 'Country', 'Austria')
    await dialog(page).getByRole('button', { name: 'Add customer' }).click()
    await page.getByText('No users yet').waitFor()
    const id = /\/accounts\/([^/]+)\/users/.exec(page.url())?.[1] ?? ''
    acme = { id, path: `/accounts/${id}` }

    await page.getByRole('button', { name: 'Add user' }).first().click()
    const form = sidePanel(page)
    await field(form, 'First name').fill('Carla')
    await field(form, 'Last name').fill('Rossi')
    await field(form, 'E-mail address').fill(carla.email)
    await form.getByRole('switch', { name: 'Account Admin' }).check()
    await create(form).click()
    await page.getByText(`Carla Rossi was created. The welcome e-mail goes to ${carla.email}.`).waitFor()
  })

  test('UA-16: the admin finishes the account with that e-mail, sets up an authenticator app, and signs in with it', async ({
    app,
    visit,
  }) => {
    const page = await visit()
    await finishAccount(app, page, carla)
    await page.getByRole('button', { name: 'You: Carla Rossi' }).waitFor()
    expect(page.url()).toContain(acme.id)
    await openSecurity(page)
    carlasApp = await setUpApp(app, page)
    await page.getByRole('button', { name: 'You: Carla Rossi' }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await signIn(page, carla)
    await field(page, 'Code').fill(await carlasApp.nextCode())
    await page.getByRole('button', { name: 'You: Carla Rossi' }).waitFor()
  })

  test('UA-30: of a file of 1,000 people the 37 faulty rows are corrected in place; all are imported, and taken back', async ({
    app,
    visit,
  }) => {
    const page = await visit({ as: await carlaAnew(app) })
    await openImport(page, acme)
    await page.getByRole('checkbox', { name: 'Send welcome e-mails' }).uncheck()
    await upload(page, peopleCsv(thousandLines({ faulty: true })))
    await correctAddresses(page)
    await page.getByRole('button', { name: 'Import 1,000 users' }).click()
    await page.getByText('1,000 users were imported.').waitFor()
    const ada = await app.ada()
    expect(await peopleOfAcme(ada)).toBe(1_001)
    await undoImport(page, '1,000')
    expect(await peopleOfAcme(ada)).toBe(1)
    expect(app.mail.messages.filter(({ envelope }) => !envelope.to.includes(carla.email))).toEqual([])
  })

  test('UA-30, UA-62: imported again, each of them is welcomed by e-mail on the same day, and the invitations say so', async ({
    app,
    visit,
  }) => {
    // The worker counts an account's mails, and what it may send, once a minute.
    app.clock.advance({ minutes: 1 })
    const page = await visit({ as: await carlaAnew(app) })
    await openImport(page, acme)
    await upload(page, peopleCsv(thousandLines({ faulty: false })))
    await page.getByText('No errors found').waitFor()
    await page.getByRole('button', { name: 'Import 1,000 users' }).click()
    await page.getByText('1,000 users were imported.').waitFor()
    const mailed = () =>
      app.mail.messages.flatMap(({ envelope }) => envelope.to).filter((address) => address !== carla.email)
    await waitUntil(() => mailed().length >= 1_000, { what: 'a mail for each of them', timeoutMs: 90_000 })
    expect(mailed()).toHaveLength(1_000)
    expect(new Set(mailed()).size).toBe(1_000)
    await page.goto(`/accounts/${acme.id}/invitations`)
    await page.getByRole('button', { name: 'Delivered 1,000' }).waitFor()
    await page.getByRole('button', { name: 'Registered 1', exact: true }).waitFor()
  })

  test('UA-16: one of them finishes the account on a phone, and sees the number and the softphone that are theirs', async ({
    app,
    visit,
  }) => {
    const hers = await visit(handset)
    await finishAccount(app, hers, anna)
    await hers.getByRole('heading', { name: 'No number yet' }).waitFor()

    const by = await carlaAnew(app)
    const { id: profileId } = await by
      .post(`${acme.path}/deployment-profiles`, { name: 'Softphones', pinRequired: false })
      .expect(201)
    const given = { email: anna.email, directoryNumber: '1001' }
    const number = await aSubscriber(by, { ...acme, profileId }, given)
    const page = await visit({ as: by })
    await openUsers(page, acme, `?search=${anna.email}`)
    await page.getByRole('link', { name: 'Last1', exact: true }).click()
    await sidePanel(page).getByRole('button', { name: 'Assign 1001' }).click()
    await page.getByText('1001 was assigned to First1 Last1.').waitFor()
    annasPhone = await aPhone(app, await aLink(app, by, acme, number.id), { client: 'linphone' })

    await openPortal(hers, 'My phones')
    await numberOf(hers, '1001').getByRole('button', { name: 'Rename Linphone' }).waitFor()
  })

  test('UA-61: who has forgotten the password sets a new one with link and code of an e-mail', async ({
    app,
    visit,
  }) => {
    const page = await visit(handset)
    await askForReset(page, anna.email)
    const { token, code } = await nextReset(app, anna.email)
    await openForm(page, `/reset/${token}`)
    await complete(page, { code, password: annasNext })
    await page.getByRole('heading', { name: 'Your password is changed' }).waitFor()
    await app.anybody().post('/sessions', anna).expect(401)
    await page.getByRole('link', { name: 'Sign in' }).click()
    await signIn(page, { ...anna, password: annasNext })
    await numberOf(page, '1001').waitFor()
  })

  test('UA-61: once single sign-on is the only way in, a reset is left to the identity provider, which lets the person in', async ({
    app,
    names,
    provider,
    visit,
  }) => {
    admin = await carlaAnew(app)
    const page = await visit({ as: admin, leadsTo: [provider.issuer] })
    await page.goto(`/accounts/${acme.id}/settings/sign-in`)
    await enterProvider(page, provider)
    await page.getByText('Acme ID was saved.').waitFor()
    await field(page, 'Domain').fill('acme.example')
    await page.getByRole('button', { name: 'Add domain' }).click()
    await proveDomain(page, names, 'acme.example')
    provider.person = { sub: 'carla-1', email: carla.email, email_verified: true }
    await testSignIn(page, `Carla Rossi (${carla.email})`)
    await theSwitch(page).press('Space')
    await dialog(page).getByRole('radio', { name: 'Through Acme ID only' }).check()
    await dialog(page).getByText('2 people of this account have registered.').waitFor()
    await dialog(page).getByRole('button', { name: 'Switch on' }).click()
    await page.getByText('Addresses of acme.example sign in with Acme ID.').waitFor()

    await openUsers(page, acme, `?search=${anna.email}`)
    await select(page, ['First1 Last1'])
    await page.getByRole('button', { name: 'More options' }).click()
    await page.getByRole('menuitem', { name: 'Reset passwords' }).click()
    await dialog(page).getByRole('button', { name: 'Send', exact: true }).click()
    await dialog(page).getByText('with their company, which resets their passwords itself.').waitFor()

    const hers = await visit({ ...handset, leadsTo: [provider.issuer] })
    await askForReset(hers, anna.email)
    await allAskedForIsDone(app)
    expect(await resetsTo(app, anna.email)).toHaveLength(1)
    const [newest] = app.mail.messages.filter(({ envelope }) => envelope.to.includes(anna.email)).slice(-1)
    expect((await app.mail.parse(newest?.raw as Buffer)).subject).toBe('Acme: how you sign in')
    provider.person = { sub: 'anna-1', email: anna.email, email_verified: true }
    await signInElsewhere(hers, anna.email)
    await numberOf(hers, '1001').waitFor()
  })

  test('UA-70, UA-72: one licence too few is told to the letter and gives none; with enough of them everybody has one', async ({
    app,
    visit,
  }) => {
    const ada = await app.ada()
    await aSubscription(ada, acme, { quantity: people99.length - 1 })
    const page = await visit({ as: admin })
    const panel = await managing(page, acme)
    const sentence =
      '1 more license(s) are needed to apply to the selected users. Please purchase more or unassign existing licenses and try again.'
    await panel.getByRole('status').getByText(sentence, { exact: true }).waitFor()
    const assign = panel.getByRole('button', { name: 'Assign all', exact: true })
    await assign.and(page.getByRole('button', { description: sentence })).press('Enter')
    expect(await dialog(page).count()).toBe(0)
    expect(await used(ada, acme)).toBe(0)

    await anOrder(ada, { customerId: acme.id, quantity: 1 })
    await page.reload()
    await panel.getByText('11 of 11 available').waitFor()
    await assign.click()
    await dialog(page).getByText('11 users get a licence for MiTeam Meetings; 0 are left then.').waitFor()
    await dialog(page).getByRole('button', { name: 'Assign', exact: true }).click()
    await panel.getByText('0 of 11 available').waitFor()
    expect(await holders(ada, acme)).toEqual(people99)
  })

  test('UA-73: with one SMS number too few, Assign all is not offered; after one more was rented, everybody has one', async ({
    app,
    twilio,
    visit,
  }) => {
    const ada = await app.ada()
    await joinTwilio(ada, acme, twilio)
    const page = await visit({ as: admin })
    await managing(page, acme)
    let asked = await openAssigning(page)
    await asked
      .getByRole('alert')
      .filter({ hasText: '11 selected, 10 numbers available. Rent 1 more' })
      .waitFor()
    expect(await overwrite(asked).getByRole('option').allInnerTexts()).toEqual(['Choose…', 'Unassign all'])

    twilio.accounts.get(twilioSid)?.numbers.push(rentedNumber({ number: '+12025550199' }))
    await page.goto(`/accounts/${acme.id}/integrations/twilio`)
    await page.getByRole('button', { name: 'Synchronise now' }).click()
    await page.getByRole('definition').filter({ hasText: /^11$/ }).first().waitFor()
    await managing(page, acme)
    asked = await openAssigning(page)
    await overwrite(asked).selectOption('Assign all')
    await save(asked)
    const { items } = await ada.get(`${acme.path}/users?search=Last99`).expect(200)
    expect(new Set(items.map(({ smsNumber }: { smsNumber: string | null }) => smsNumber)).size).toBe(11)
  })

  test('UA-80, UA-83: whoever is deleted by the typed word is signed out at once and their softphone reset; then the others go', async ({
    provider,
    visit,
  }) => {
    const hers = await visit({ ...handset, leadsTo: [provider.issuer] })
    await signInElsewhere(hers, anna.email)
    await numberOf(hers, '1001').waitFor()
    const page = await visit({ as: admin })
    await openUsers(page, acme, `?search=${anna.email}`)
    await page.getByRole('link', { name: 'Last1', exact: true }).click()
    await sidePanel(page).getByRole('button', { name: 'Delete' }).click()
    await dialog(page).getByText('1 user leaves the list, and their sign-in ends at once.').waitFor()
    await dialog(page).getByText('1 softphone is reset and stops working.').waitFor()
    await typeDelete(page)
    await page.getByText('First1 Last1 was deleted.').waitFor()
    await hers.reload()
    await hers.getByRole('heading', { name: 'Sign in' }).waitFor()
    expect((await fetchAsPhone(annasPhone.url)).text).not.toContain('s3cret-Anna')

    await openUsers(page, acme)
    await narrow(page, 'Property', 'Unregistered')
    await page.getByText('999 users', { exact: true }).waitFor()
    await page.getByRole('checkbox', { name: 'Select all that match' }).check()
    await page.getByText('All 999 selected').waitFor()
    await page.getByRole('button', { name: 'Delete users' }).click()
    await dialog(page)
      .getByText(/^999 users leave the list/)
      .waitFor()
    await typeDelete(page)
    await expect.poll(() => peopleOfAcme(admin)).toBe(1)
    expect(await used(admin, acme)).toBe(0)
  })
})
