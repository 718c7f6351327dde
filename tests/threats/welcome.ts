import { derivedCredential } from '#platform/secrets/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import type { TestApp } from '#tests/harness/app.ts'
import { openPage } from '#tests/harness/phones.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'
import type { EchoingMailServer } from './echoing-mail-server.ts'
import type { KnownSecrets } from './known-secrets.ts'
import { type Customer, type Journey, word } from './on-the-way.ts'

/** Welcomes two people by e-mail: one opens the link and sets a password, of the other the mail server repeats the link. */
export async function welcomePeople(
  app: TestApp,
  ada: ApiClient,
  customer: Customer,
  mails: EchoingMailServer,
  known: KnownSecrets,
  { answers, pages, mailedTokens }: Journey,
): Promise<void> {
  const add = async (email: string) => {
    const given = { firstName: 'Wilma', lastName: 'Welcome', email }
    const { id } = await ada.post(`${customer.path}/users`, given).expect(201)
    const token = await welcomeTokenOf(app, customer, id)
    known.addTokens('welcome link', token)
    mailedTokens.set(email, [token])
    return { id, email, token, path: `${customer.path}/users/${id}/invitation` }
  }
  const refused = await add('refused-wilma@acme.example')
  await waitUntil(async () => (await ada.get(refused.path).expect(200)).state === 'failed', {
    what: 'the welcome e-mail is refused',
  })
  const wilma = await add('wilma@acme.example')
  await waitUntil(() => mails.accepted.some(({ to }) => to === wilma.email), {
    what: 'the welcome e-mail has come',
  })
  const chosen = `${word()} ${word()}`
  known.add('password of a person', chosen)
  pages.push((await openPage(`${app.serviceOrigin}/welcome/${wilma.token}`)).text)
  for (const [path, body] of [
    ['/set-up-lookups', { token: wilma.token }],
    ['/set-ups', { token: wilma.token, password: 'short' }],
    ['/set-ups', { token: wilma.token, password: chosen }],
    ['/set-ups', { token: wilma.token, password: chosen }],
  ] as const) {
    answers.push(JSON.stringify((await app.anybody().post(path, body)).body))
  }
  for (const { path } of [refused, wilma]) {
    answers.push(JSON.stringify(await ada.get(path).expect(200)))
  }
}

/** The token of the link of somebody who was welcomed once, made anew as the mail makes it. */
async function welcomeTokenOf(app: TestApp, customer: Customer, userId: string): Promise<string> {
  const [link] = await asSuperuser(app.database, 'select link_id from app.set_up_links where user_id = $1', [
    userId,
  ])
  const key = app.platform.masterKey.deriveKey('welcome links')
  return derivedCredential(key, customer.id, link.link_id).text
}
