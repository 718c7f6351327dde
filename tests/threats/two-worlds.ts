import type { ApiClient } from '#tests/harness/api-client.ts'
import type { TestApp } from '#tests/harness/app.ts'
import { aCustomer, anAdminOf, anApiKey, aSubscriber, deployTo, finished } from '#tests/harness/people.ts'
import { aPhone, linkTokenOf } from '#tests/harness/phones.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'

/** One of everything that a customer has, by the names that routes give their parameters. */
export interface World {
  path: string
  ids: { accountId: string; [parameter: string]: string }
  /** An API key with every scope. */
  key: string
  /** Where each list of the account goes on, by its path. */
  cursors: Map<string, string>
}

/** Stands in every name of a world, so that a single row of it is noticed wherever it turns up. */
export const canary = 'Canary'

/** Makes a customer that has one of everything, its name and those of its people beginning with `prefix`. */
export async function aWorld(app: TestApp, partner: ApiClient, prefix: string): Promise<World> {
  const customer = await aCustomer(partner, { name: `${prefix} Ltd` }, { name: `${prefix} profile` })
  const given = { firstName: prefix, email: `${prefix.toLowerCase()}@world.example` }
  const subscriber = await aSubscriber(partner, customer, given)
  await aSubscriber(partner, customer, { ...given, lastName: `${prefix} the second` })
  const user = await partner
    .post(`${customer.path}/users`, { ...given, lastName: prefix, email: `user-${given.email}` })
    .expect(201)
  await partner
    .post(`${customer.path}/users`, { ...given, lastName: prefix, email: `second-${given.email}` })
    .expect(201)
  const location = await partner.post(`${customer.path}/locations`, { name: `${prefix} Tower` }).expect(201)
  await partner.post(`${customer.path}/locations`, { name: `${prefix} Yard` }).expect(201)
  const operation = await deployTo(partner, customer, [subscriber.id])
  // Two of everything that is listed, so that each list has a cursor.
  for (let phones = 0; phones < 2; phones += 1) {
    await deployTo(partner, customer, [subscriber.id])
    await aPhone(app, await linkTokenOf(app, partner, customer, subscriber.id))
  }
  const selection = { ids: [subscriber.id] }
  const pins = await partner.post(`${customer.path}/deployment-pins`, { selection }).expect(202)
  await finished(partner, customer, pins.id)
  const content = `First name,Last name,Email address\n${prefix},One,one@world.example\n${prefix},Two,two@world.example\n`
  const upload = () =>
    partner.upload(`${customer.path}/subscriber-imports`, { name: `${prefix}.csv`, content })
  const plan = await upload().expect(201)
  await upload().expect(201)
  // Made by an admin of the customer itself: its partner makes none there.
  const keeper = await anAdminOf(app, customer, { ...given, email: `keeper-${given.email}` })
  const key = await anApiKey(keeper, customer, { name: prefix })
  await anApiKey(keeper, customer, { name: `${prefix} the second` })
  const [client] = (await partner.get(`${customer.path}/subscribers/${subscriber.id}/clients`).expect(200))
    .items
  const [event] = (await partner.get(`${customer.path}/events`).expect(200)).items
  const [mail] = await asSuperuser(
    app.database,
    'select mail_id from app.outgoing_mails where account_id = $1',
    [customer.id],
  )
  await everythingSettled(app, customer.id)
  const ids = {
    accountId: customer.id,
    subscriberId: subscriber.id,
    profileId: customer.profileId,
    operationId: operation.id,
    importId: plan.id,
    clientId: client.id,
    userId: user.id,
    locationId: location.id,
    eventId: event.id,
    mailId: mail.mail_id,
    pinsId: pins.id,
    keyId: key.id,
  }
  return { path: customer.path, ids, key: key.key, cursors: await cursorsOf(partner, customer.path, ids) }
}

async function cursorsOf(partner: ApiClient, path: string, ids: World['ids']): Promise<Map<string, string>> {
  const cursors = new Map<string, string>()
  for (const list of [
    'events',
    'operations',
    'users',
    'locations',
    'deployment-profiles',
    'api-keys',
    'subscribers',
    `subscribers/${ids.subscriberId}/timeline`,
    `subscribers/${ids.subscriberId}/clients`,
    'subscriber-imports',
    `subscriber-imports/${ids.importId}/rows`,
  ]) {
    const { nextCursor } = await partner.get(`${path}/${list}?limit=1`).expect(200)
    if (nextCursor) cursors.set(list, nextCursor)
  }
  return cursors
}

/** Waits until no mail of the account is on its way and no job is left. */
export async function everythingSettled(app: TestApp, accountId: string): Promise<void> {
  await waitUntil(
    async () => {
      const [row] = await asSuperuser(
        app.database,
        "select count(*)::int as moving from app.outgoing_mails where account_id = $1 and status in ('queued', 'sending')",
        [accountId],
      )
      return row.moving === 0
    },
    { what: 'the mails are sent' },
  )
}

/** Every row of the account in every table, as text in a fixed order. */
export async function everythingOf(app: TestApp, accountId: string): Promise<string[]> {
  const tables = await asSuperuser<{ name: string }>(
    app.database,
    `select format('%I.%I', table_schema, table_name) as name from information_schema.columns
      where table_schema = 'app' and column_name = 'account_id' order by 1`,
  )
  const rows = await Promise.all(
    tables.map(({ name }) =>
      asSuperuser<{ text: string }>(
        app.database,
        `select '${name} ' || to_jsonb(r)::text as text from ${name} r where account_id = $1`,
        [accountId],
      ),
    ),
  )
  return rows
    .flat()
    .map(({ text }) => text)
    .sort()
}
