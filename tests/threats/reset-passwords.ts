import { derivedCredential } from '#platform/secrets/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import type { TestApp } from '#tests/harness/app.ts'
import { aColleague } from '#tests/harness/people.ts'
import { openPage } from '#tests/harness/phones.ts'
import { makeAskedForDue } from '#tests/harness/resets.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'
import type { EchoingMailServer } from './echoing-mail-server.ts'
import type { KnownSecrets } from './known-secrets.ts'
import { type Customer, type Journey, word } from './on-the-way.ts'

/** Two people forget their passwords: one opens the link and types a code, of the other the mail server repeats the link. */
export async function resetPasswords(
  app: TestApp,
  ada: ApiClient,
  customer: Customer,
  mails: EchoingMailServer,
  known: KnownSecrets,
  { answers, pages, mailedTokens }: Journey,
): Promise<void> {
  const forget = async (email: string) => {
    const { id } = await aColleague(app, customer, { email, role: 'user' })
    await app.anybody().post('/password-resets', { email }).expect(202)
    await makeAskedForDue(app)
    const token = await waitUntil(() => resetTokenOf(app, customer, id), { what: `a reset for ${email}` })
    known.addTokens('link of a reset', token)
    mailedTokens.set(email, [token])
    return { email, token }
  }
  await forget('refused-rita@acme.example')
  const rita = await forget('rita@acme.example')
  await waitUntil(() => mails.accepted.some(({ to }) => to === rita.email), {
    what: 'the mail of the reset has come',
  })
  const chosen = `${word()} ${word()}`
  known.add('password of a person', chosen)
  pages.push((await openPage(`${app.serviceOrigin}/reset/${rita.token}`)).text)
  const { token } = rita
  for (const [path, body] of [
    ['/password-reset-lookups', { token }],
    ['/password-reset-openings', { token }],
    ['/password-reset-completions', { token, code: '000000', password: chosen }],
    ['/password-reset-renewals', { token: `${token}x` }],
  ] as const) {
    answers.push(JSON.stringify((await app.anybody().post(path, body)).body))
  }
  answers.push(JSON.stringify(await ada.get(`${customer.path}/events?limit=50`).expect(200)))
}

/** The token of somebody's reset, made anew as the mail makes it. */
async function resetTokenOf(app: TestApp, customer: Customer, userId: string): Promise<string | undefined> {
  const [reset] = await asSuperuser(
    app.database,
    'select reset_id from app.password_resets where user_id = $1',
    [userId],
  )
  if (!reset) return undefined
  const key = app.platform.masterKey.deriveKey('password reset links')
  return derivedCredential(key, customer.id, reset.reset_id).text
}
