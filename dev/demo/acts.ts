import { stringify } from 'csv-stringify/sync'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'
import { DemoRefusal } from './options.ts'

// What a person does in the admin UI, by the API that the UI uses.

/** A customer, as the API addresses it. */
export interface Customer {
  path: string
}

/** A subscriber, as far as the demo reads one. */
export interface Person {
  id: string
  firstName: string
  email: string
  state: string
}

/** An operation that has ended. */
interface Ended {
  status: string
  done: number
  failed: number
  skipped: number
}

/** A row of a CSV file, by the labels of its columns. */
export type Row = Record<string, string>

/** Adds a customer. */
export async function addCustomer(
  admin: ApiClient,
  given: { name: string; country: string; language: string; timeZone: string },
): Promise<Customer> {
  const { id } = await admin.post('/accounts', { kind: 'customer', ...given }).expect(201)
  return { path: `/accounts/${id}` }
}

/** Adds a deployment profile. @returns its id */
export async function addProfile(
  admin: ApiClient,
  customer: Customer,
  given: { name: string } & Record<string, unknown>,
): Promise<string> {
  return (await admin.post(`${customer.path}/deployment-profiles`, given).expect(201)).id
}

/** Gives a file to be checked. @returns the id of the plan, which waits for review */
export async function checkFile(
  admin: ApiClient,
  customer: Customer,
  file: { name: string; rows: Row[] },
  options: Record<string, string> = {},
): Promise<string> {
  const content = stringify(file.rows, { header: true })
  const plans = `${customer.path}/subscriber-imports`
  const { id } = await admin.upload(plans, { name: file.name, content }, options).expect(201)
  await waitUntil(async () => (await admin.get(`${plans}/${id}`).expect(200)).status === 'ready', {
    what: `${file.name} to be read`,
  })
  return id
}

/** Applies a plan and waits until that is done. */
export async function applyPlan(admin: ApiClient, customer: Customer, planId: string): Promise<Ended> {
  const path = `${customer.path}/subscriber-imports/${planId}/application`
  return finished(admin, customer, (await admin.post(path).expect(202)).id)
}

/** Imports a file whose rows may have errors; those are left out. */
export async function importFile(
  admin: ApiClient,
  customer: Customer,
  file: { name: string; rows: Row[] },
): Promise<Ended> {
  return applyPlan(admin, customer, await checkFile(admin, customer, file, { partial: 'true' }))
}

/** Presses Deploy for these people and waits until the operation has ended; their mails are then on their way. */
export async function deploy(admin: ApiClient, customer: Customer, people: Person[]): Promise<Ended> {
  const selection = { ids: people.map(({ id }) => id) }
  const started = await admin.post(`${customer.path}/deployments`, { selection }).expect(202)
  return finished(admin, customer, started.id)
}

/** The first people of a customer, at most 500, by their e-mail addresses. */
export async function peopleOf(admin: ApiClient, customer: Customer): Promise<Map<string, Person>> {
  const { items } = await admin.get(`${customer.path}/subscribers?limit=500`).expect(200)
  return new Map((items as Person[]).map((person) => [person.email, person]))
}

/** One of them. @throws DemoRefusal where nobody has the address */
export function personAt(people: Map<string, Person>, email: string): Person {
  const person = people.get(email)
  if (!person) {
    throw new DemoRefusal(`${email} is gone, of whom the demo tells. Begin anew: --fresh, or another folder.`)
  }
  return person
}

/** Waits until somebody's deployment is in this state. */
export async function untilState(
  admin: ApiClient,
  customer: Customer,
  { id, email }: Person,
  state: string,
): Promise<void> {
  await waitUntil(
    async () => (await admin.get(`${customer.path}/subscribers/${id}`).expect(200)).state === state,
    { timeoutMs: 60_000, what: `${email} to be ${state}` },
  )
}

/** Removes the softphones that somebody has. */
export async function removeClients(admin: ApiClient, customer: Customer, { id }: Person): Promise<void> {
  const path = `${customer.path}/subscribers/${id}/clients`
  const { items } = await admin.get(path).expect(200)
  for (const client of items)
    if (client.revokedAt === null) await admin.delete(`${path}/${client.id}`).expect(204)
}

/** Opens a link as a browser does: the redirect server leads to the service. @returns where the page is */
export async function openLink(link: string): Promise<string> {
  const answer = await fetch(link, { headers: { accept: 'text/html', 'sec-fetch-site': 'none' } })
  await answer.body?.cancel()
  return answer.url
}

/** Enters a PIN on the page behind a link and picks an app. @returns the answer's status, and where the app fetches from */
export async function enterPin(
  page: string,
  given: { pin: string; client: string },
): Promise<{ status: number; url: string | undefined }> {
  const answer = await fetch(page, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(given),
  })
  const { url } = (await answer.json()) as { url?: string }
  return { status: answer.status, url }
}

/** As `enterPin`, where the PIN is right. */
export async function ticketFor(page: string, given: { pin: string; client: string }): Promise<string> {
  const { status, url } = await enterPin(page, given)
  if (url === undefined) throw new DemoRefusal(`The link answered ${status} to the right PIN.`)
  return url
}

/** Fetches a configuration as an app that calls itself `userAgent`. */
export async function fetchConfiguration(ticketUrl: string, userAgent: string): Promise<string> {
  const answer = await fetch(ticketUrl, { headers: { accept: '*/*', 'user-agent': userAgent } })
  return answer.text()
}

/** Waits until an operation has ended. */
export function finished(admin: ApiClient, customer: Customer, operationId: string): Promise<Ended> {
  return waitUntil(
    async () => {
      const operation = await admin.get(`${customer.path}/operations/${operationId}`).expect(200)
      return operation.finishedAt === null ? undefined : operation
    },
    { what: `operation ${operationId} to end`, timeoutMs: 60_000 },
  )
}
