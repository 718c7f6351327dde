import type { ApiClient } from '#tests/harness/api-client.ts'
import type { Mailbox } from '../mailbox/mailbox.ts'
import { acmeName, addAcme, findAcme } from './acme.ts'
import type { Customer } from './acts.ts'
import { addAlpenhof } from './alpenhof.ts'
import { employees } from './employees.ts'
import { addOrders } from './licences.ts'
import { DemoRefusal } from './options.ts'
import { addOthers } from './others.ts'
import type { Place } from './place.ts'
import { letPeopleIn } from './portal.ts'
import type { RunningProgram } from './program.ts'
import { done } from './tell.ts'

export const adminEmail = 'ada@northwind.example'

interface Setting {
  admin: ApiClient
  program: RunningProgram
  place: Place
  mailbox: Mailbox
  signal: AbortSignal
  /** Of the demo's PBX. */
  sipPort: number
}

/** Signs the admin in and fills an empty installation, or goes on with one that was filled before. @returns Acme, of whom the story tells */
export async function fillOrFind(setting: Setting): Promise<Customer> {
  const { admin, program, place, sipPort } = setting
  if (program.setUpToken !== undefined) return fill(setting, program.setUpToken)
  const { status } = await admin.post('/sessions', { email: adminEmail, password: place.password })
  if (status !== 201) {
    throw new DemoRefusal(`${adminEmail} cannot sign in as at the first start. Begin anew with --fresh.`)
  }
  done(`Going on with the people in ${place.folder}.`)
  return findAcme(admin, sipPort)
}

async function fill({ admin, place, mailbox, signal, sipPort }: Setting, token: string): Promise<Customer> {
  const ada = { firstName: 'Ada', lastName: 'Winter', email: adminEmail, password: place.password }
  await admin.post('/set-ups', { token, ...ada }).expect(201)
  const { account } = await admin.get('/sessions/current').expect(200)
  await admin.patch(`/accounts/${account.id}`, { name: 'Northwind Telecom', country: 'GB' }).expect(200)
  const acme = await addAcme(admin, sipPort)
  await letPeopleIn(admin, acme, { mailbox, signal })
  signal.throwIfAborted()
  const guests = await addAlpenhof(admin, mailbox, signal)
  signal.throwIfAborted()
  const others = await addOthers(admin)
  await addOrders(admin, account.id)
  await place.markFilled()
  const people = employees.length + guests + others.people
  done(
    `Northwind Telecom has ${2 + others.customers} customers with ${people} people; one of them is ${acmeName}.`,
  )
  return acme
}
