import { newId } from '#platform/database/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import type { TestApp } from '#tests/harness/app.ts'
import {
  aPhone,
  aTicket,
  fetchAsPhone,
  type Got,
  linkTokenOf,
  openPage,
  ownUrlIn,
  pressForm,
  useLink,
} from '#tests/harness/phones.ts'
import type { KnownSecrets } from './known-secrets.ts'
import { type Customer, digits, type Journey, signedIn, word } from './on-the-way.ts'

/** Each kind of phone: PIN guessed wrong, ticket, fetches, replaced address, copy, force, block, lost, expired link. */
export async function setUpPhones(
  app: TestApp,
  ada: ApiClient,
  customer: Customer,
  pins: Map<string, string>,
  known: KnownSecrets,
  { pages, openedLinks }: Journey,
): Promise<void> {
  const { items } = await ada
    .get(`${customer.path}/subscribers?limit=500&sort=email&search=person-`)
    .expect(200)
  const tokenOf = (id: string) => linkTokenOf(app, ada, customer, id)
  for (const [at, client] of ['linphone', 'generic', 'baresip', 'microsip'].entries()) {
    const person = items[at]
    const token = await tokenOf(person.id)
    const pin = pins.get(person.email) as string
    const guess = digits(9)
    known.add('PIN typed wrong', guess)
    openedLinks.push(token)
    pages.push((await openPage(`${app.platform.origins.redirect}/d/${token}`)).text)
    pages.push(JSON.stringify((await useLink(app, token, { client, pin: guess })).body))
    const ticketUrl = await aTicket(app, token, { client, pin })
    known.addTokens('ticket', lastPartOf(ticketUrl))
    const url = clientUrlOf(await fetchAsPhone(ticketUrl))
    const later = clientUrlOf(await fetchAsPhone(url))
    known.addTokens('client', lastPartOf(url), lastPartOf(later))
  }
  const locked = await tokenOf(items[7].id)
  for (let attempt = 0; attempt < 6; attempt += 1) {
    const page = await openPage(`${app.serviceOrigin}/d/${locked}`)
    const guess = digits(9)
    known.add('PIN typed wrong', guess)
    const answer = await pressForm(page, `${app.serviceOrigin}/d/${locked}`, {
      client: 'linphone',
      pin: guess,
    })
    pages.push(answer.text)
  }
  await ada.post(`${customer.path}/subscribers/${items[7].id}/unlocks`).expect(204)
  pages.push((await openPage(`${app.serviceOrigin}/d/${newId()}.${word()}${word()}`)).text)
  await replaceAddresses(app, customer, items.slice(4, 6), pins, known)
}

const lastPartOf = (url: string) => url.split('/').at(-1) as string

/** Formats with no place for the client's own URL have it in a header beside them. */
function clientUrlOf({ headers, text }: Got): string {
  return headers.get('x-rollcall-configuration-url') ?? ownUrlIn(text)
}

/** A day later a client's address is replaced; the old one is then a copy's. The client is reported lost in the end. */
async function replaceAddresses(
  app: TestApp,
  customer: Customer,
  people: Array<{ id: string; email: string }>,
  pins: Map<string, string>,
  known: KnownSecrets,
): Promise<void> {
  for (const { id, email } of people) {
    const token = await linkTokenOf(app, await signedIn(app, known), customer, id)
    const phone = await aPhone(app, token, { client: 'generic', pin: pins.get(email) as string })
    known.addTokens('client', lastPartOf(phone.url))
    known.addTokens('ticket', lastPartOf(phone.ticketUrl))
    app.clock.advance({ hours: 25 })
    const replaced = ownUrlIn((await fetchAsPhone(phone.url)).text)
    known.addTokens('client', lastPartOf(replaced))
    await fetchAsPhone(replaced)
    await fetchAsPhone(phone.url)
    const again = await signedIn(app, known)
    const clients = await again.get(`${customer.path}/subscribers/${id}/clients`).expect(200)
    const path = `${customer.path}/subscribers/${id}/clients/${clients.items[0].id}`
    await again.delete(`${path}?reason=lost`).expect(200)
    await fetchAsPhone(replaced)
  }
}
