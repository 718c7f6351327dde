import { join } from 'node:path'
import { pino } from 'pino'
import { clientCredential } from '#features/deployment/deployments/documents.ts'
import { addSubscribers, sealSubscriber } from '#features/deployment/subscribers/bulk-store.ts'
import { systemClock } from '#platform/clock/clock.ts'
import { newId, openDatabase } from '#platform/database/index.ts'
import type { Platform } from '#platform/platform.ts'
import { createSealing, loadMasterKey } from '#platform/secrets/index.ts'
import type { Installation } from './installation.ts'

/** A customer whose people can be deployed to. */
interface Customer {
  id: string
  path: string
  subscriberIds: string[]
}

const chunk = 1_000

/** Makes a customer with a profile that asks for no PIN, and this many people with a PBX account each. */
export async function aCustomerOf(installation: Installation, people: number): Promise<Customer> {
  const { admin } = installation
  const { id } = await admin
    .post('/accounts', {
      kind: 'customer',
      name: 'Acme',
      country: 'DE',
      language: 'en',
      timeZone: 'Europe/Berlin',
    })
    .expect(201)
  const path = `/accounts/${id}`
  const profile = { name: 'Softphones', pinRequired: false }
  const { id: profileId } = await admin.post(`${path}/deployment-profiles`, profile).expect(201)
  const database = openDatabase({ url: databaseUrlOf(installation), log: pino({ level: 'silent' }) })
  const sealing = createSealing(await masterKeyOf(installation))
  const planned = Array.from({ length: people }, (_, at) => ({
    id: newId(),
    profileId,
    firstName: 'Anna',
    lastName: `Kühn ${at}`,
    email: `anna.${at}@acme.example`,
    pbxSipHost: 'pbx.acme.example',
    pbxSipUserName: String(10_000 + at),
    pbxSipPassword: `s3cret-${at}`,
  }))
  for (let at = 0; at < people; at += chunk) {
    await database.inAccount(id, async (tx) => {
      const account = await sealing.inAccount(tx)
      const sealed = planned.slice(at, at + chunk).map((each) => sealSubscriber(account, each as never))
      await addSubscribers({ clock: systemClock } as Platform, tx, 'Ada Byron', sealed)
    })
  }
  await database.close()
  await installation.ask('analyze')
  return { id, path, subscriberIds: planned.map((each) => each.id) }
}

/** Gives each of the customer's people a Linphone that has fetched nothing yet. @returns from where each fetches: `/client/v1/…` */
export async function aPhoneEach(installation: Installation, customer: Customer): Promise<string[]> {
  const masterKey = await masterKeyOf(installation)
  const phones = customer.subscriberIds.map((subscriberId) => {
    const clientId = newId()
    return { subscriberId, clientId, ...clientCredential({ masterKey }, customer.id, clientId, 1) }
  })
  await installation.ask(
    `insert into app.clients (account_id, client_id, subscriber_id, kind, name, credential_hash, credential_issued_at, created_at)
     select $1, phone.*, now(), now()
       from unnest($2::uuid[], $3::uuid[], array_fill('linphone'::text, array[$5::int]), array_fill('Linphone'::text, array[$5::int]), $4::bytea[]) phone`,
    [
      customer.id,
      phones.map(({ clientId }) => clientId),
      phones.map(({ subscriberId }) => subscriberId),
      phones.map(({ hash }) => hash),
      phones.length,
    ],
  )
  await installation.ask('update app.subscribers set client_count = 1 where account_id = $1', [customer.id])
  await installation.ask('analyze')
  return phones.map(({ text }) => `/client/v1/${text}`)
}

/** Has every phone fetch its configuration for the first time, some at once, which the service writes down. @returns seconds */
export async function fetchFirst(installation: Installation, paths: string[]): Promise<number> {
  const begun = performance.now()
  const left = [...paths]
  const fetchSome = async () => {
    for (let path = left.pop(); path !== undefined; path = left.pop()) {
      const answer = await fetch(installation.serviceOrigin + path)
      const document = await answer.text()
      if (!answer.ok) throw new Error(`A phone's first fetch was answered ${answer.status}: ${document}`)
    }
  }
  await Promise.all(Array.from({ length: 16 }, fetchSome))
  return (performance.now() - begun) / 1_000
}

function databaseUrlOf({ settings }: Installation): string {
  return settings.DATABASE_URL as string
}

function masterKeyOf({ settings }: Installation) {
  return loadMasterKey(join(settings.ROLLCALL_DATA_DIR as string, 'keys', 'master-key'))
}
