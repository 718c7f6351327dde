import { newId } from '#platform/database/ids.ts'
import { randomCredential } from '#platform/secrets/credentials.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'
import type { Bench, Figure } from './harness/bench.ts'
import { type Installation, partnerAdmin } from './harness/installation.ts'
import { timeByTurns } from './harness/times.ts'

/** Refused ones are answered at a mark of time: so few tell how exactly. */
const signIns = 60
const links = 1_000
/** So many that most are asked for beside the jobs of others, which begin up to three seconds after their request. */
const resets = 1_500
/** An address that was asked for more often within the hour is not looked for. */
const resetsPerAddress = 3
const warmUps = 20
const differenceMaxPercent = 5
/** Of what is answered a second after it was asked for: a third of a hash. */
const differenceOfSignInsMaxPercent = 1.5
/** Long enough for the redirect server to learn of a link before it ends. */
const shortLifeSeconds = 20

export const bench: Bench = {
  name: 'enumeration',
  what: 'What time tells a stranger: answers to what exists and to what does not, by turns, each from another network.',
  async run(ground) {
    const installation = await ground.fresh({ ROLLCALL_TRUST_PROXY: 'true' })
    const { serviceOrigin, redirectOrigin } = installation
    const { accountId, token: expired } = await anExpiredLink(installation)
    const ofAcme = randomCredential(accountId, 16).text
    const ofNobody = randomCredential(newId(), 16).text
    const signInAs = (email: string) => () =>
      expectStatus(401, `${serviceOrigin}/api/v1/sessions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...fromElsewhere() },
        body: JSON.stringify({ email, password: 'not the password of anybody' }),
      })
    const link = (origin: string, token: string) => () =>
      expectStatus(404, `${origin}/d/${token}`, { headers: fromElsewhere(), redirect: 'manual' })
    const ofTwo = await knownInTwoAccounts(installation)
    const colleagues = await severalPeople(installation, Math.ceil((resets + warmUps) / resetsPerAddress))
    const known = Array.from({ length: resetsPerAddress }, () => colleagues).flat()
    const unknown = known.map((email) => `not-${email}`)
    const resetFor = (addresses: string[]) => () =>
      expectStatus(202, `${serviceOrigin}/api/v1/password-resets`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...fromElsewhere() },
        body: JSON.stringify({ email: addresses.pop() }),
      })
    return [
      await difference(
        'reset of a password, known and unknown address',
        resets,
        resetFor(known),
        resetFor(unknown),
      ),
      await difference(
        'sign-in with a wrong password, known and unknown address',
        signIns,
        signInAs(partnerAdmin.email),
        signInAs('eve@northwind.example'),
        differenceOfSignInsMaxPercent,
      ),
      await difference(
        'sign-in with a wrong password, address known in two accounts and unknown',
        signIns,
        signInAs(ofTwo),
        signInAs('eve@northwind.example'),
        differenceOfSignInsMaxPercent,
      ),
      await difference(
        'link at the redirect server, expired and unknown',
        links,
        link(redirectOrigin, expired),
        link(redirectOrigin, ofAcme),
      ),
      await difference(
        'unknown link at the service, of an account with links and of none',
        links,
        link(serviceOrigin, ofAcme),
        link(serviceOrigin, ofNobody),
      ),
    ]
  },
}

/** By how many per cent the medians differ. */
async function difference(
  what: string,
  turns: number,
  first: () => Promise<void>,
  second: () => Promise<void>,
  atMost = differenceMaxPercent,
): Promise<Figure> {
  for (let warming = 0; warming < warmUps; warming++) await Promise.all([first(), second()])
  const [one, other] = await timeByTurns(turns, first, second)
  return {
    what: `${what}, medians ${one.p50.toFixed(2)} and ${other.p50.toFixed(2)} ms`,
    value: Math.abs(one.p50 / other.p50 - 1) * 100,
    unit: '%',
    bar: { value: { atMost } },
  }
}

async function expectStatus(status: number, url: string, init: RequestInit): Promise<void> {
  const answer = await fetch(url, init)
  await answer.text()
  if (answer.status !== status) throw new Error(`${url} answered ${answer.status} and not ${status}.`)
}

let networks = 0

/** As a proxy tells it: a network that has not failed yet, so that no limit answers instead. */
function fromElsewhere(): Record<string, string> {
  networks++
  return { 'x-forwarded-for': `${11 + (networks >> 16)}.${(networks >> 8) & 255}.${networks & 255}.1` }
}

/** Makes a link in a new account and waits until the redirect server has known it and it has ended. */
async function anExpiredLink({
  admin,
  ask,
  start,
}: Installation): Promise<{ accountId: string; token: string }> {
  const acme = await admin.post('/accounts', { kind: 'customer', name: 'Acme', country: 'DE' }).expect(201)
  const path = `/accounts/${acme.id}`
  const profile = await admin
    .post(`${path}/deployment-profiles`, { name: 'Phones', pinRequired: false })
    .expect(201)
  const anna = {
    profileId: profile.id,
    lastName: 'Kühn',
    email: 'anna@acme.example',
    pbxSipHost: 'pbx.acme.example',
    pbxSipUserName: '1001',
    pbxSipPassword: 's3cret-Anna',
  }
  const { id } = await admin.post(`${path}/subscribers`, anna).expect(201)
  const { link } = await admin.post(`${path}/subscribers/${id}/links`).expect(201)
  for (const table of ['app.deployments', 'app.redirect_links']) {
    await ask(`update ${table} set expires_at = now() + interval '${shortLifeSeconds} seconds'`)
  }
  start('redirect')
  start('worker')
  const statusOf = async () => (await fetch(link, { redirect: 'manual' })).status
  await waitUntil(async () => (await statusOf()) === 307, {
    what: 'the redirect server knows the link',
    timeoutMs: shortLifeSeconds * 1000,
  })
  await waitUntil(async () => (await statusOf()) === 404, {
    what: 'the link has expired',
    timeoutMs: 2 * shortLifeSeconds * 1000,
  })
  return { accountId: acme.id, token: new URL(link).pathname.replace('/d/', '') }
}

/** Somebody of two accounts, who has a password in both: as the partner's admin has. @returns their e-mail address */
async function knownInTwoAccounts({ admin, ask }: Installation): Promise<string> {
  const email = 'dora@cedar.example'
  for (const name of ['Cedar', 'Cedar Services']) {
    const account = await admin.post('/accounts', { kind: 'customer', name, country: 'DE' }).expect(201)
    const person = { firstName: 'Dora', lastName: 'Weiss', email }
    await admin.post(`/accounts/${account.id}/users`, person).expect(201)
  }
  await ask("update app.users set status = 'registered', registered_at = now() where email = $1", [email])
  await ask(
    `insert into app.password_credentials (account_id, user_id, hash, changed_at)
     select u.account_id, u.user_id, (select hash from app.password_credentials limit 1), now() from app.users u where u.email = $1`,
    [email],
  )
  return email
}

/** People of a new account, who can be asked for. @returns their e-mail addresses */
async function severalPeople({ admin }: Installation, count: number): Promise<string[]> {
  const birch = await admin.post('/accounts', { kind: 'customer', name: 'Birch', country: 'DE' }).expect(201)
  const emails = Array.from({ length: count }, (_, at) => `p${at}@birch.example`)
  for (const email of emails) {
    const person = { firstName: 'Anna', lastName: 'Kühn', email }
    await admin.post(`/accounts/${birch.id}/users`, person).expect(201)
  }
  return emails
}
