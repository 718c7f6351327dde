import { derivedCredential } from '#platform/secrets/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { partnerAdmin, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, anAdminOf, finished } from '#tests/harness/people.ts'
import { linkTokenOf, openPage, pressForm } from '#tests/harness/phones.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'
import type { EchoingMailServer } from './echoing-mail-server.ts'
import { importPeople, peopleCount } from './imported-people.ts'
import type { KnownSecrets } from './known-secrets.ts'
import {
  type Customer,
  callWithKeys,
  errorsOfJobs,
  type Journey,
  sessionOf,
  signedIn,
  word,
} from './on-the-way.ts'
import { resetPasswords } from './reset-passwords.ts'
import { setUpPhones } from './set-up-phones.ts'
import { welcomePeople } from './welcome.ts'

/** Walks every way on which a secret is given, made, shown or refused; each is added to those that are known. */
export async function walkEverything(
  app: TestApp,
  mails: EchoingMailServer,
  known: KnownSecrets,
): Promise<Journey> {
  const ada = await signedIn(app, known)
  const customer = await aCustomer(ada, {}, { mbgSipHost: 'mbg.acme.example', pinRequired: true })
  const journey: Journey = {
    customer,
    answers: [],
    exports: [],
    pages: [],
    jobErrors: [],
    openedLinks: [],
    mailedTokens: new Map(),
  }
  known.add('password of an admin', partnerAdmin.password, 'carla counts the stairs')
  known.add('secret of the redirect channel', app.platform.redirectSecret)
  for (const purpose of [
    'deployment links',
    'welcome links',
    'password reset links',
    'password reset codes',
  ]) {
    known.add('key', app.platform.masterKey.deriveKey(purpose).export().toString('hex'))
  }
  const carla = await anAdminOf(app, customer)
  known.addTokens('session', sessionOf(carla))
  await callWithKeys(app, carla, customer, known)

  const pins = await importPeople(ada, customer, known)
  await lookAtEverything(ada, customer, journey)
  await stumble(app, ada, customer, known, journey)
  await deployToAll(app, ada, customer, known, journey)
  await waitUntil(() => mails.accepted.length >= peopleCount - 10, {
    what: 'the mails have come',
    timeoutMs: 60_000,
  })
  journey.jobErrors = await waitUntil(() => errorsOfJobs(app, 'No such link here'), {
    what: 'a mail is put off',
  })
  await welcomePeople(app, ada, customer, mails, known, journey)
  await resetPasswords(app, ada, customer, mails, known, journey)
  await setUpPhones(app, ada, customer, pins, known, journey)
  await disclose(app, customer, known, journey)
  await lookAtEverything(await signedIn(app, known), customer, journey)
  return journey
}

/** Everything that goes wrong with a secret in hand: refused fields, broken JSON, faults of the database, failed sign-ins, an API key. */
async function stumble(
  app: TestApp,
  ada: ApiClient,
  customer: Customer,
  known: KnownSecrets,
  { answers }: Journey,
): Promise<void> {
  const [typed, pasted, lost, tooLong] = [word(), word(), word(), `${word()}${'x'.repeat(200)}`]
  known.add('password typed wrong', typed, pasted)
  known.add('PBX SIP password', lost, tooLong)
  const path = `${customer.path}/subscribers`
  const given = { lastName: 'Breaks', email: 'breaks@acme.example', pbxSipPassword: lost }
  const stranger = app.anybody()
  for (const answer of [
    await stranger.post('/sessions', { email: partnerAdmin.email, password: typed }),
    await stranger.post('/sessions', { email: pasted, password: typed }),
    await stranger.post('/sessions', { email: partnerAdmin.email, password: typed, pin: pasted }),
    await ada.post('/sessions/current/step-ups', { password: typed }),
    await ada.post(path, { ...given, pbxSipPassword: tooLong }),
    await ada.post(path, { ...given, sipPasswort: lost }),
    await stranger.get('/sessions/current', { authorization: `Bearer rc_${lost}${pasted}` }),
  ]) {
    answers.push(JSON.stringify(answer.body))
  }
  const broken = await fetch(`${app.serviceOrigin}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: ada.cookie() },
    body: `{"lastName":"Breaks","pbxSipPassword":"${lost}"`,
  })
  answers.push(await broken.text())
  // PostgreSQL repeats the whole row in the detail of its error.
  await whileRefusing(app, 'app.subscribers', "last_name <> 'Breaks'", async () => {
    answers.push(JSON.stringify((await ada.post(path, given).expect(500)) as unknown))
  })
  await whileRefusing(app, 'app.deployments', 'expires_at < created_at', async () => {
    const filter = { search: 'Number 42' }
    const { id } = await ada
      .post(`${customer.path}/deployments`, { selection: { all: true, filter } })
      .expect(202)
    await waitUntil(
      async () => {
        const [row] = await asSuperuser(
          app.database,
          `select (select count(*) from graphile_worker.jobs where last_error is not null)::int
                + (select count(*) from app.operations where failure is not null)::int
                + (select count(*) from app.operation_items where outcome = 'failed')::int as failed`,
        )
        return row.failed > 0
      },
      { what: `a job of operation ${id} has failed` },
    )
  })
}

/** Lets the database refuse rows, as a full disk or a fault of ours would: in the middle of an act. */
async function whileRefusing(
  app: TestApp,
  table: string,
  rule: string,
  act: () => Promise<void>,
): Promise<void> {
  await asSuperuser(app.database, `alter table ${table} add constraint broken check (${rule}) not valid`)
  try {
    await act()
  } finally {
    await asSuperuser(app.database, `alter table ${table} drop constraint broken`)
  }
}

async function deployToAll(
  app: TestApp,
  ada: ApiClient,
  customer: Customer,
  known: KnownSecrets,
  journey: Journey,
): Promise<void> {
  const operation = await ada
    .post(`${customer.path}/deployments`, { selection: { all: true, filter: {} } })
    .expect(202)
  await finished(ada, customer, operation.id)
  const report = await ada.get(`${customer.path}/operations/${operation.id}/report`).expect(200)
  journey.answers.push(report)
  await noteTokens(app, customer, known, journey)
}

/** The tokens of all links there are, made anew as the mails make them. */
async function noteTokens(
  app: TestApp,
  customer: Customer,
  known: KnownSecrets,
  { mailedTokens }: Journey,
): Promise<void> {
  const key = app.platform.masterKey.deriveKey('deployment links')
  const links = await asSuperuser(
    app.database,
    `select d.deployment_id, d.revision, s.email from app.deployments d join app.subscribers s using (account_id, subscriber_id)`,
  )
  for (const { deployment_id, revision, email } of links) {
    const token = derivedCredential(key, customer.id, deployment_id, revision).text
    known.addTokens('link', token)
    mailedTokens.set(email, [...(mailedTokens.get(email) ?? []), token])
  }
}

/** Everything an admin may see or take after a step-up. */
async function disclose(
  app: TestApp,
  customer: Customer,
  known: KnownSecrets,
  journey: Journey,
): Promise<void> {
  const ada = await signedIn(app, known)
  const { items } = await ada
    .get(`${customer.path}/subscribers?limit=500&sort=email&search=person-`)
    .expect(200)
  await ada.post('/sessions/current/step-ups', { password: partnerAdmin.password }).expect(201)
  known.addTokens('session', sessionOf(ada))
  const subject = `${customer.path}/subscribers/${items[20].id}`
  known.add('deployment PIN', (await ada.post(`${subject}/pin-disclosures`).expect(201)).pin)
  const handed = await ada.post(`${subject}/links`).expect(201)
  known.addTokens('link', handed.link.split('/').at(-1))
  const selection = { ids: items.slice(30, 80).map(({ id }: { id: string }) => id) }
  const made = await ada.post(`${customer.path}/deployment-pins`, { selection, replace: true }).expect(202)
  await finished(ada, customer, made.id)
  const list = await ada.post(`${customer.path}/deployment-pins/${made.id}/hand-over-lists`).expect(201)
  for (const { pin } of list.items) known.add('deployment PIN', pin)
  for (const flavour of ['spreadsheet', 'exact']) {
    const body = { selection: { all: true, filter: {} }, flavour }
    journey.exports.push(await ada.post(`${customer.path}/subscriber-exports`, body).expect(200))
  }
  // An expired link that asks for a new one.
  app.clock.advance({ hours: 80 })
  const later = await signedIn(app, known)
  const token = await linkTokenOf(app, later, customer, items[90].id)
  const expired = await openPage(`${app.serviceOrigin}/d/${token}`)
  journey.pages.push((await pressForm(expired, `${app.serviceOrigin}/d/${token}/renewal`, {})).text)
  await noteTokens(app, customer, known, journey)
}

/** Every list and every record that an admin can open. */
async function lookAtEverything(ada: ApiClient, customer: Customer, { answers }: Journey): Promise<void> {
  const look = async (path: string) => {
    const { status, body } = await ada.get(`${customer.path}${path}`)
    if (status !== 200) throw new Error(`${path} answered ${status}.`)
    answers.push(typeof body === 'string' ? body : JSON.stringify(body))
    return body
  }
  for (const path of [
    '',
    '/events?limit=500',
    '/operations',
    '/users',
    '/deployment-profiles',
    '/deployment-email',
  ]) {
    await look(path)
  }
  const subscribers = await look('/subscribers?limit=500')
  for (const { id } of subscribers.items.slice(0, 40)) {
    await look(`/subscribers/${id}`)
    await look(`/subscribers/${id}/timeline?limit=500`)
    await look(`/subscribers/${id}/clients`)
    await look(`/subscribers/${id}/effective-configuration?kind=linphone`)
  }
  for (const { id } of (await look('/subscriber-imports')).items) {
    await look(`/subscriber-imports/${id}`)
    await look(`/subscriber-imports/${id}/rows?limit=500`)
    await look(`/subscriber-imports/${id}/fix-file?verdict=create`)
  }
}
