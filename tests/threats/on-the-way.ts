import { randomBytes, randomInt } from 'node:crypto'
import type { ApiClient } from '#tests/harness/api-client.ts'
import type { TestApp } from '#tests/harness/app.ts'
import { type aCustomer, anApiKey } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import type { KnownSecrets } from './known-secrets.ts'

export type Customer = Awaited<ReturnType<typeof aCustomer>>

/** What left the service on the way, apart from where a secret belongs. */
export interface Journey {
  customer: Customer
  /** Answers of the API to an admin: JSON and files. */
  answers: string[]
  /** Exports: deployment PINs belong there, the four other secrets never (CD-9). */
  exports: string[]
  /** Pages and refusals that people and phones got. */
  pages: string[]
  /** Why jobs failed, as the queue kept it: of mails that were put off, with the link repeated by the mail server. */
  jobErrors: string[]
  /** The tokens of links that were opened at the redirect server. */
  openedLinks: string[]
  /** Each person's address, and the tokens of the links that were mailed there. */
  mailedTokens: Map<string, string[]>
}

export const word = () => randomBytes(9).toString('base64url')
export const digits = (length: number) => Array.from({ length }, () => randomInt(10)).join('')

export const sessionOf = (client: ApiClient) => client.cookie().split('=')[1] as string

export async function signedIn(app: TestApp, known: KnownSecrets): Promise<ApiClient> {
  const ada = await app.ada()
  known.addTokens('session', sessionOf(ada))
  return ada
}

/** Why jobs failed, of those whose error says these words. */
export async function errorsOfJobs(app: TestApp, words: string): Promise<string[] | undefined> {
  const jobs = await asSuperuser(
    app.database,
    'select to_jsonb(j)::text as text from graphile_worker._private_jobs j',
  )
  const errors = jobs.map(({ text }) => text).filter((text) => text.includes(words))
  return errors.length > 0 ? errors : undefined
}

/** Calls with an API key, with one that is revoked and with one that is cut off: none of them may stand anywhere but in the answer that made it. */
export async function callWithKeys(
  app: TestApp,
  carla: ApiClient,
  customer: Customer,
  known: KnownSecrets,
): Promise<void> {
  const [good, revoked] = [await anApiKey(carla, customer), await anApiKey(carla, customer)]
  for (const { key, prefix } of [good, revoked]) {
    known.addTokens('API key', key)
    known.add('secret of an API key', key.slice(prefix.length))
  }
  await carla.delete(`${customer.path}/api-keys/${revoked.id}`).expect(204)
  await app.bearing(good.key).post(`${customer.path}/locations`, { name: 'Annex' }).expect(201)
  await app.bearing(revoked.key).get(`${customer.path}/users`).expect(401)
  await app.bearing(good.key.slice(0, -1)).get(`${customer.path}/users`).expect(401)
}
