import type { Route } from '#platform/http/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { partnerAdmin, type TestApp } from '#tests/harness/app.ts'
import {
  aCustomer,
  anAdminOf,
  anApiKey,
  aSecondPartner,
  aSetUpLink,
  scopesForKeys,
} from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import type { Asker } from './matrix-guard.ts'

/** Somebody who asks every route. */
export interface Column {
  name: keyof typeof headings
  of(route: Route): Asker | Promise<Asker>
}

/** Who they are, in the order in which they stand on the page. The account is the customer Acme where nothing else is said. */
export const headings = {
  nobody: 'nobody is signed in',
  user: 'a person of the account without a role',
  admin: 'an admin of the account',
  'stale-admin': 'the same, more than five minutes after giving the password',
  'admin-to-enrol': 'an admin without second factor, where the account asks its admins for one',
  partner: 'an admin of its partner',
  'partner-shut-out': 'the same, where the account has closed its door to the partner',
  'partner-unasked': 'the same, where the account lets the partner in when asked, and has not',
  'partner-too-late': 'the same, where it has let the partner in until a moment that has passed',
  'partner-of-deactivated': 'the same, where the partner has deactivated the account',
  deactivated: 'an admin of a deactivated account',
  'other-customer': 'an admin of another customer of the same partner',
  'other-partner': 'an admin of another partner',
  key: 'an API key of the account with the one scope that the route needs',
  'key-of-others': 'an API key of the account with all scopes but that',
  'partner-key': 'an API key of its partner with all scopes',
  'foreign-key': 'an API key of another customer with all scopes',
  'revoked-key': 'a revoked API key with all scopes',
} as const

/** Makes all of them. */
export async function columns(app: TestApp): Promise<Column[]> {
  const soon = new Date(app.clock.now().getTime() + 60_000).toISOString()
  const ada = await app.ada()
  const northwind = { id: (await ada.get('/sessions/current').expect(200)).account.id }
  const acme = await aCustomer(ada)
  const ownerOf = async (name: string) => {
    const account = await aCustomer(ada, { name })
    const admin = await anAdminOf(app, account, { email: `owner@${name.toLowerCase()}.example` })
    return { account, admin }
  }
  const [closed, unasked, late, off, globex, strict] = [
    await ownerOf('Closed'),
    await ownerOf('Unasked'),
    await ownerOf('Late'),
    await ownerOf('Off'),
    await ownerOf('Globex'),
    await ownerOf('Strict'),
  ]
  const letIn =
    'update app.accounts set partner_access_mode = $1, partner_access_until = $2 where account_id = $3'
  const letPartnerIn = (mode: string, until: string | null) => ({ partnerAccess: { mode, until } })
  await closed.admin.patch(closed.account.path, letPartnerIn('closed', null)).expect(200)
  await asSuperuser(app.database, letIn, ['ask', null, unasked.account.id])
  await late.admin.patch(late.account.path, letPartnerIn('open', soon)).expect(200)
  await ada.patch(off.account.path, { status: 'deactivated' }).expect(200)
  await asSuperuser(
    app.database,
    'update app.accounts set admins_need_second_factor = true where account_id = $1',
    [strict.account.id],
  )
  const stale = await anAdminOf(app, acme)
  app.clock.advance({ minutes: 6 })

  const admin = await anAdminOf(app, acme, { email: 'admin@acme.example' })
  const { admin: nadia } = await aSecondPartner(app)
  const user = await aPersonWithoutRole(app, acme)
  await ada.post('/sessions', partnerAdmin).expect(201)
  const revoked = await anApiKey(admin, acme)
  await admin.delete(`${acme.path}/api-keys/${revoked.id}`).expect(204)
  await globex.admin
    .post('/sessions', { email: 'owner@globex.example', password: 'carla counts the stairs' })
    .expect(201)
  const foreign = await anApiKey(globex.admin, globex.account)
  const partnerKey = await anApiKey(ada, northwind)
  const keys = await keysByScope(admin, acme)

  const at = (accountId: string, headers: Asker['headers']) => () => ({ accountId, headers })
  const of = (client: ApiClient) => ({ cookie: client.cookie() })
  const bearing = (key: string) => ({ authorization: `Bearer ${key}` })
  const askers: Record<Column['name'], Column['of']> = {
    nobody: at(acme.id, {}),
    user: at(acme.id, of(user)),
    admin: at(acme.id, of(admin)),
    'stale-admin': at(acme.id, of(stale)),
    'admin-to-enrol': at(strict.account.id, of(strict.admin)),
    partner: at(acme.id, of(ada)),
    'partner-shut-out': at(closed.account.id, of(ada)),
    'partner-unasked': at(unasked.account.id, of(ada)),
    'partner-too-late': at(late.account.id, of(ada)),
    'partner-of-deactivated': at(off.account.id, of(ada)),
    deactivated: at(off.account.id, of(off.admin)),
    'other-customer': at(acme.id, of(globex.admin)),
    'other-partner': at(acme.id, of(nadia)),
    key: (route) => ({ accountId: acme.id, headers: bearing(keys.with(route)) }),
    'key-of-others': (route) => ({ accountId: acme.id, headers: bearing(keys.without(route)) }),
    'partner-key': at(acme.id, bearing(partnerKey.key)),
    'foreign-key': at(acme.id, bearing(foreign.key)),
    'revoked-key': at(acme.id, bearing(revoked.key)),
  }
  return (Object.keys(headings) as Column['name'][]).map((name) => ({ name, of: askers[name] }))
}

async function aPersonWithoutRole(app: TestApp, account: { id: string }): Promise<ApiClient> {
  const email = 'uwe@acme.example'
  const client = app.anybody()
  const token = await aSetUpLink(app, account, { firstName: 'Uwe', email })
  await client.post('/set-ups', { token, password: 'uwe waters the plants' }).expect(201)
  await asSuperuser(app.database, "update app.users set role = 'user' where email = $1", [email])
  return client
}

/** Two keys for each scope: with it alone, and with all others. Who asks what no key may hold, holds everything. */
async function keysByScope(admin: ApiClient, account: { id: string }) {
  const all = await scopesForKeys(admin, account)
  const everything = (await anApiKey(admin, account)).key
  const alone = new Map<string, string>()
  const others = new Map<string, string>()
  for (const scope of all) {
    alone.set(scope, (await anApiKey(admin, account, { scopes: [scope] })).key)
    const scopes = all.filter((other) => other !== scope)
    others.set(scope, (await anApiKey(admin, account, { scopes })).key)
  }
  const nameOf = ({ may }: Route) => (typeof may === 'string' ? may : may.name)
  return {
    with: (route: Route) => alone.get(nameOf(route)) ?? everything,
    without: (route: Route) => others.get(nameOf(route)) ?? everything,
  }
}
