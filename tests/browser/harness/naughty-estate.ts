import { importsOf, type Json } from '#features/imports/imports.testing.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import type { TestApp } from '#tests/harness/app.ts'
import { anOwner } from '#tests/harness/owners.ts'
import { aCustomer, aPerson, deployTo } from '#tests/harness/people.ts'
import { aLink, aPhone } from '#tests/harness/phones.ts'
import { userImportsOf } from '#tests/harness/user-imports.ts'
import { fourAtATime, naughtyNames } from '#tests/threats/naughty-strings.ts'
import { test as base } from './test.ts'

export const test = base.extend('estate', { scope: 'file' }, ({ app }) => aNaughtyEstate(app))

/** Turns the reading direction and does not turn it back. */
export const turningName = 'Anna\u202ehnük\u2066'
const isTurning = (text: string) => /[\u202a-\u202e\u2066-\u2069]/.test(text)
/** Whatever makes more than text of a name looks for these. */
const isDangerous = (text: string) => /[<&{$%\\]|javascript/iu.test(text)

/** So many of the names, each once whatever its case: those that turn the reading direction, and the dangerous ones from all over the list. */
export function sampleOf(count: number): string[] {
  const each = new Map(naughtyNames.map((name) => [name.trim().toLowerCase(), name.trim()]))
  const turning = [...each.values()].filter(isTurning)
  const others = [...each.values()].filter((name) => isDangerous(name) && !isTurning(name))
  const step = others.length / (count - turning.length)
  return [...turning, ...others.filter((_name, at) => Math.floor(at / step) !== Math.floor((at - 1) / step))]
}

/** All of those, and of the others every third: lists of more are slow to draw. */
const drawn = naughtyNames.filter((name, at) => isDangerous(name) || isTurning(name) || at % 3 === 0)
/** Anna, whose rows show what those of the others must look like, and everybody else: two naughty names each. */
export const people: Array<[firstName: string, lastName: string]> = [['Anna', 'Kühn']]
for (let at = 0; at < drawn.length; at += 2) {
  people.push([drawn[at] as string, drawn[at + 1] ?? 'Kühn'])
}
const quoted = (row: readonly string[]) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')
const fileOf = (header: string[], of: typeof people, rest: (index: number) => string[] = () => []) =>
  [header, ...of.map((names, at) => [...names, `n${at}@acme.example`, ...rest(at)])].map(quoted).join('\n')

type Named = { id: string; name: string }
const listed = async (admin: ApiClient, path: string): Promise<Json[]> => {
  const { items } = await admin.get(path).expect(200)
  return items
}

/**
 * A customer in which everything bears a naughty name: more than a hundred people; subscribers, locations, profiles, other customers and softphones.
 * Twenty people have a location; twenty subscribers have another profile and their names the other way round, and are deployed to.
 */
async function aNaughtyEstate(app: TestApp) {
  const ada = await app.ada()
  const customer = await aCustomer(ada, { name: turningName })
  await ada.patch(customer.path, { redirectBypass: true, directory: 'all-numbers' }).expect(200)
  const made = async (path: string, names: string[], body: object = {}) => {
    const all: Named[] = []
    await fourAtATime(names, async (name) => {
      const { id } = await ada.post(path, { ...body, name }).expect(201)
      all.push({ id, name })
    })
    return all
  }
  const locations = await made(`${customer.path}/locations`, [...sampleOf(39), 'ZZ:'])
  const profiles = await made(`${customer.path}/deployment-profiles`, sampleOf(20), { pinRequired: false })
  const accounts = { kind: 'customer', country: 'DE', language: 'en', timeZone: 'Europe/Berlin' }
  const customers = await made('/accounts', sampleOf(40), accounts)

  const imports = userImportsOf(ada, customer)
  const file = fileOf(['First name', 'Last name', 'Email'], people)
  const plan = await imports.planned(file, { sendWelcome: 'false' })
  await imports.applied(plan)
  const preview = { id: customers[0]?.id as string }
  const unapplied = await userImportsOf(ada, preview).planned(file, { sendWelcome: 'false' })

  const ofSubscribers = importsOf(ada)
  const columns = ['First name', 'Last name', 'E-mail address', 'PBX SIP host', 'PBX SIP user name']
  const everySecond = people.filter(
    ([firstName, lastName], at) => at % 2 === 0 || isTurning(firstName + lastName),
  )
  const rest = (at: number) => ['pbx.acme.example', `${at + 1}`, 's3cret']
  const secrets = fileOf([...columns, 'PBX SIP password'], everySecond, rest)
  await ofSubscribers.applied(customer, await ofSubscribers.planned(customer, secrets))

  const some = (all: Json[]) =>
    sampleOf(20).flatMap((name) => all.find((one) => one.firstName === name || one.lastName === name) ?? [])
  const placed = some(await listed(ada, `${customer.path}/users?limit=500`))
  const numbers = some(await listed(ada, `${customer.path}/subscribers?limit=500`))
  for (const [at, one] of placed.entries()) {
    one.location = locations[at]?.name
    await ada.patch(`${customer.path}/users/${one.id}`, { locationId: locations[at]?.id }).expect(200)
  }
  for (const [at, { id, firstName, lastName }] of numbers.entries()) {
    const changes = { profileId: profiles[at]?.id, firstName: lastName, lastName: firstName }
    await ada.patch(`${customer.path}/subscribers/${id}`, changes).expect(200)
  }
  const deployment = await deployTo(
    ada,
    customer,
    numbers.map(({ id }) => id),
  )
  return {
    ada,
    customer,
    locations,
    profiles,
    customers,
    preview,
    unapplied,
    plan,
    placed,
    numbers,
    deployment,
  }
}

/** Olga of the customer, who has a number and softphones with these names. */
export async function anOwnerOfPhones(
  app: TestApp,
  { ada, customer }: Awaited<ReturnType<typeof aNaughtyEstate>>,
  names: string[],
) {
  const olga = await anOwner(app, customer, { directoryNumber: '1001' })
  for (const _name of names) {
    await aPhone(app, await aLink(app, ada, customer, olga.subscriberId), {
      client: 'generic',
      pin: '482913',
    })
  }
  const clients = await listed(ada, `${customer.path}/subscribers/${olga.subscriberId}/clients`)
  for (const [at, { id }] of clients.entries()) {
    await olga.client.patch(`${olga.path}/clients/${id}`, { name: names[at] }).expect(200)
  }
  return olga
}

/** Admins of the customer who have registered, with these names. */
export async function adminsOf(
  app: TestApp,
  { customer }: Awaited<ReturnType<typeof aNaughtyEstate>>,
  names: Array<{ firstName: string; lastName: string }>,
) {
  const each = names.map((name, at) => ({ ...name, email: `admin${at}@acme.example` }))
  for (const one of each) await aPerson(app, customer, { ...one, role: 'admin' })
  return each
}
