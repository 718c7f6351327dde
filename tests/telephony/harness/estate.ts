import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import { ensureDebianPackages } from '../../../scripts/debian-packages.ts'
import type { ApiClient } from '../../harness/api-client.ts'
import { startTestApp, type TestApp } from '../../harness/app.ts'
import { testBrowserOptions } from '../../harness/browser.ts'
import { aCustomer, deployTo, finished } from '../../harness/people.ts'
import { type Baresip, startBaresip } from './baresip.ts'
import { csvOf, digestLogin, domains, type EstatePerson, profiles } from './estate-people.ts'
import { type Linphone, startLinphone } from './linphone.ts'
import { type Registrar, startRegistrar } from './registrar.ts'

/** A customer of ours: a PBX and a border gateway, people in both, a mail server, a browser, and Rollcall. */
export interface Estate {
  app: TestApp
  ada: ApiClient
  customer: { id: string; path: string }
  registrar: Registrar
  browser: Browser
  /** A folder for this person's phone and nobody else's. */
  folderOf(person: EstatePerson): string
  /** The person's record, as it stands now. */
  // biome-ignore lint/suspicious/noExplicitAny: what the API answered, as the tests read it.
  record(person: EstatePerson): Promise<any>
  /** Presses Deploy, and waits for the end of it. */
  deploy(people: readonly EstatePerson[]): ReturnType<typeof deployTo>
  /** Presses Set force config, and waits for the end of it. */
  force(people: readonly EstatePerson[]): ReturnType<typeof deployTo>
  /** A linphone that has nothing but the address it scanned. Killed in the end where it still runs. */
  linphone(person: EstatePerson, configUri: string): Promise<Linphone>
  /** A baresip with the file `accounts` that lies in the person's folder. Ended in the end where it still runs. */
  baresip(person: EstatePerson): Promise<Baresip>
  stop(): Promise<void>
}

const groups = await Promise.all([ensureDebianPackages('telephony'), ensureDebianPackages('browser')])
const missing = groups.find((group) => !group.available)
if (missing && !missing.available && process.env.CI) throw new Error(missing.reason)

/** Whether this machine lacks the packages for an estate. In CI that is an error. */
export const cannotStartEstate = missing !== undefined

/** Starts an estate and imports its people from a CSV file: plan, then application. Stopped by the caller. */
export async function startEstate(people: readonly EstatePerson[]): Promise<Estate> {
  const folder = await mkdtemp(path.join(tmpdir(), 'estate-'))
  const [registrar, app, browser] = await Promise.all([
    startRegistrar({ realms: [{ domain: domains.pbx }, { domain: domains.mbg }] }),
    startTestApp(),
    chromium.launch(testBrowserOptions),
  ])
  const phones: { stop(): Promise<void> }[] = []
  const stop = async () => {
    await Promise.all(phones.map((phone) => phone.stop()))
    await browser.close()
    await app.stop()
    await registrar.stop()
    await rm(folder, { recursive: true, force: true })
  }
  const { ada, customer, idOf } = await settle(app, registrar, people).catch(async (error) => {
    await stop()
    throw error
  })

  return {
    app,
    ada,
    customer,
    registrar,
    browser,
    folderOf: ({ email }) => path.join(folder, email),
    record: (person) => ada.get(`${customer.path}/subscribers/${idOf(person)}`).expect(200),
    deploy: (whom) => deployTo(ada, customer, whom.map(idOf)),
    async force(whom) {
      const selection = { ids: whom.map(idOf) }
      const operation = await ada.post(`${customer.path}/forced-configurations`, { selection }).expect(202)
      return finished(ada, customer, operation.id)
    },
    async linphone(person, configUri) {
      const workDir = path.join(folder, person.email)
      const phone = await startLinphone({ workDir, configUri, rootCa: registrar.caCertificateFile })
      phones.push({ stop: phone.kill })
      return phone
    },
    async baresip(person) {
      const phone = await startBaresip({ workDir: path.join(folder, person.email) })
      phones.push({ stop: phone.quit })
      return phone
    },
    stop,
  }
}

/** Makes the people's accounts at the registrar, a customer of Rollcall, and the people's records in it. */
async function settle(app: TestApp, registrar: Registrar, people: readonly EstatePerson[]) {
  for (const { pbx, mbg } of people) {
    if (pbx) await registrar.setSubscriber(digestLogin(domains.pbx, pbx))
    if (mbg) await registrar.setSubscriber(digestLogin(domains.mbg, mbg))
  }
  const ada = await app.ada()
  const customer = await aCustomerWithGateway(ada, registrar)
  const ids = await importPeople(ada, customer, people)
  return { ada, customer, idOf: ({ email }: EstatePerson) => ids.get(email) ?? '' }
}

/** The gateway by TLS in one profile and by UDP in the other. */
async function aCustomerWithGateway(ada: ApiClient, { host, sipPort, tlsPort }: Registrar) {
  const both = {
    pbxSipDomain: domains.pbx,
    pbxSipPort: sipPort,
    mbgSipHost: host,
    mbgSipDomain: domains.mbg,
  }
  const withPin = {
    name: profiles.withPin,
    pinRequired: true,
    ...both,
    mbgSipPort: tlsPort,
    mbgTransport: 'tls',
  }
  const customer = await aCustomer(ada, {}, withPin)
  const withoutPin = {
    name: profiles.withoutPin,
    pinRequired: false,
    ...both,
    mbgSipPort: sipPort,
    mbgTransport: 'udp',
  }
  await ada.post(`${customer.path}/deployment-profiles`, withoutPin).expect(201)
  return customer
}

/** @returns the ids of the records by e-mail address */
async function importPeople(
  ada: ApiClient,
  customer: { path: string },
  people: readonly EstatePerson[],
): Promise<Map<string, string>> {
  const imports = `${customer.path}/subscriber-imports`
  const file = { name: 'people.csv', content: csvOf(people) }
  const plan = await ada.upload(imports, file).expect(201)
  if (plan.counts?.create !== people.length) throw new Error(`The plan is ${JSON.stringify(plan)}`)
  const applying = await ada.post(`${imports}/${plan.id}/application`).expect(202)
  const applied = await finished(ada, customer, applying.id)
  if (applied.done !== people.length) throw new Error(`The import ended as ${JSON.stringify(applied)}`)
  const { items } = await ada.get(`${customer.path}/subscribers?limit=100`).expect(200)
  return new Map(items.map(({ email, id }: { email: string; id: string }) => [email, id]))
}
