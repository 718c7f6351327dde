import type { ApiClient } from '#tests/harness/api-client.ts'
import type { TestApp } from '#tests/harness/app.ts'
import { anOwner, aProvenOwner, type Owner } from '#tests/harness/owners.ts'
import { anAdminOf, anApiKey, aSecondPartner, aSubscription } from '#tests/harness/people.ts'
import { aLink, aPhone } from '#tests/harness/phones.ts'
import { peopleCsv, userImportsOf } from '#tests/harness/user-imports.ts'
import type { Thoroughness } from './attempts.ts'
import { aWorld, canary, everythingSettled, type World } from './two-worlds.ts'

/** Somebody who asks for what is not theirs. */
export interface Attacker {
  client: ApiClient
  /** What is their own. */
  own: World
  /** `every kind` where nothing else is said. */
  thoroughness?: Thoroughness
}

const whatFits = { thoroughness: 'what fits' } as const

/** Who may do everything in an account, only not in this one. */
export const powerful = [
  'an admin of another customer of the same partner',
  'an admin of another partner',
  'an admin of another partner, in the account of that partner',
  'an admin of a customer of another partner',
  'an API key of another customer with every scope',
  'an API key of another partner with every scope',
] as const

/** Who may do nothing in any account. */
export const powerless = [
  'nobody',
  'a person of another customer without a role',
  'a person of the same account without a role',
] as const

/** One of everything that a customer, Acme, has, and everybody who wants it. */
export async function acmeAndAttackers(
  app: TestApp,
): Promise<{ acme: World; attackers: Record<(typeof powerful | typeof powerless)[number], Attacker> }> {
  const ada = await app.ada()
  const acme = await withItsPeople(app, ada, await aWorld(app, ada, canary))
  const insider = await aPersonWithPhone(app, ada, acme)
  const globex = await aWorld(app, ada, 'Globex')
  const southgate = await aSecondPartner(app)
  const { admin: nadia } = southgate
  const initech = await aWorld(app, nadia, 'Initech')
  const cara = await anAdminOf(app, { id: globex.ids.accountId }, { email: 'cara@globex.example' })
  const ola = await anAdminOf(app, { id: initech.ids.accountId }, { email: 'ola@initech.example' })
  const partnerKey = await anApiKey(nadia, southgate)
  await everythingSettled(app, acme.ids.accountId)
  const atHome = { ...initech.ids, accountId: southgate.id }
  return {
    acme,
    attackers: {
      'an admin of another customer of the same partner': { client: cara, own: globex },
      'an admin of another partner': { client: nadia, own: initech },
      'an admin of another partner, in the account of that partner': {
        client: nadia,
        own: { ...initech, path: `/accounts/${southgate.id}`, ids: atHome },
        ...whatFits,
      },
      // From across the same fences as the two before: another kind of id in each place would be the same request once more.
      'an admin of a customer of another partner': { client: ola, own: initech, ...whatFits },
      'an API key of another customer with every scope': {
        client: app.bearing(globex.key),
        own: globex,
        ...whatFits,
      },
      'an API key of another partner with every scope': {
        client: app.bearing(partnerKey.key),
        own: initech,
        ...whatFits,
      },
      nobody: { client: app.anybody(), own: globex, ...whatFits },
      'a person of another customer without a role': await aPersonWithPhone(app, ada, globex),
      'a person of the same account without a role': insider,
    },
  }
}

/** The account with more of what it has: a subscription, an import of people, and somebody's number, session and remembered browser. */
async function withItsPeople(app: TestApp, ada: ApiClient, world: World): Promise<World> {
  const customer = customerOf(world)
  const { id: orderId } = await aSubscription(ada, customer)
  const { id: userImportId } = await userImportsOf(ada, customer).planned(
    peopleCsv([`${canary},Three,three@world.example,user`]),
  )
  const { subscriberId: numberId, email, password, factor } = await aProvenOwner(app, customer)
  const browser = app.anybody()
  await browser
    .post('/sessions', { email, password, totp: await factor.nextCode(), rememberDevice: true })
    .expect(201)
  const [session] = (await browser.get('/me/sessions').expect(200)).items
  const [device] = (await browser.get('/me/remembered-devices').expect(200)).items
  const more = { orderId, userImportId, numberId, sessionId: session.id, deviceId: device.id }
  return { ...world, ids: { ...world.ids, ...more } }
}

/** Somebody without a role, signed in, whose own number and softphone are the ones in `own`. */
async function aPersonWithPhone(app: TestApp, ada: ApiClient, world: World): Promise<Attacker> {
  const customer = customerOf(world)
  const owner: Owner = await anOwner(app, customer)
  const { subscriberId, client } = owner
  await aPhone(app, await aLink(app, ada, customer, subscriberId), { client: 'generic', pin: '482913' })
  const [number] = (await client.get('/me/subscribers').expect(200)).items
  const ids = { ...world.ids, subscriberId, clientId: number.clients[0].id }
  return { client, own: { ...world, ids }, ...whatFits }
}

function customerOf({ path, ids }: World): { id: string; path: string; profileId: string } {
  return { id: ids.accountId, path, profileId: ids.profileId as string }
}
