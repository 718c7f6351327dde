import type { ApiClient } from '#tests/harness/api-client.ts'
import { addCustomer, addProfile, type Customer, importFile, type Row } from './acts.ts'
import { type Employee, employees } from './employees.ts'
import { DemoRefusal } from './options.ts'
import { pbxDomain } from './registrar.ts'

/** The name by which the story's customer is known. */
export const acmeName = 'Acme Instruments'

/** Adds the customer of whom the story tells, with its people from a CSV file. @param sipPort of the demo's PBX */
export async function addAcme(admin: ApiClient, sipPort: number): Promise<Customer> {
  const acme = await addCustomer(admin, {
    name: acmeName,
    country: 'DE',
    language: 'en',
    timeZone: 'Europe/Berlin',
  })
  const pbx = { pbxSipDomain: pbxDomain, pbxSipPort: sipPort }
  await addProfile(admin, acme, { name: 'Office', ...pbx, selfDeployment: true })
  await addProfile(admin, acme, {
    name: 'Home',
    ...pbx,
    mbgSipHost: 'gateway.acme.example',
    mbgTransport: 'tls',
    mbgMediaSecurity: 'sdes',
  })
  await importFile(admin, acme, { name: 'acme-people.csv', rows: employees.map(rowOf) })
  return acme
}

/** Finds it again at a later start, where the PBX may listen elsewhere. */
export async function findAcme(admin: ApiClient, sipPort: number): Promise<Customer> {
  const { items } = await admin.get('/accounts').expect(200)
  const found = items.find(({ name }: { name: string }) => name === acmeName)
  if (!found) throw new DemoRefusal(`${acmeName} is gone, of which the demo tells. Begin anew with --fresh.`)
  const acme = { path: `/accounts/${found.id}` }
  const profiles = await admin.get(`${acme.path}/deployment-profiles`).expect(200)
  for (const { id, pbxSipDomain } of profiles.items) {
    if (pbxSipDomain !== pbxDomain) continue
    await admin.patch(`${acme.path}/deployment-profiles/${id}`, { pbxSipPort: sipPort }).expect(200)
  }
  return acme
}

function rowOf({ profile, firstName, lastName, email, language, number, password, pin }: Employee): Row {
  return {
    Profile: profile,
    'First name': firstName,
    'Last name': lastName,
    'Email address': email,
    Language: language,
    'Directory number': number,
    'PBX SIP host': '127.0.0.1',
    'PBX SIP user name': number,
    'PBX SIP password': password,
    'MBG SIP user name': profile === 'Home' ? number : '',
    'MBG SIP password': profile === 'Home' ? password : '',
    'Deployment PIN': pin,
  }
}
