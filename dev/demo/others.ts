import type { ApiClient } from '#tests/harness/api-client.ts'
import { chanceFrom, oneOf } from '../seed/chance.ts'
import { namesOfLanguages } from '../seed/names.ts'
import { addCustomer, addProfile, applyPlan, type Customer, checkFile, type Row } from './acts.ts'

/** Customers of whom nothing is told, so that lists are as long as in life. */
const others = [
  { name: 'Bergmann Logistik', country: 'DE', language: 'de', timeZone: 'Europe/Berlin', people: 120 },
  { name: 'Casa Verde', country: 'ES', language: 'es', timeZone: 'Europe/Madrid', people: 3 },
  { name: 'Dubois et Fils', country: 'FR', language: 'fr', timeZone: 'Europe/Paris', people: 24 },
  { name: 'Northshore Clinic', country: 'GB', language: 'en', timeZone: 'Europe/London', people: 0 },
]

/** Adds them, each with people from a CSV file. @returns how many customers and people that are */
export async function addOthers(admin: ApiClient): Promise<{ customers: number; people: number }> {
  let added = 0
  for (const { people, ...account } of others) {
    const customer = await addCustomer(admin, account)
    if (people === 0) continue
    await addProfile(admin, customer, { name: 'Office' })
    const domain = `${account.name.toLowerCase().replaceAll(' ', '-')}.example`
    const rows = Array.from({ length: people }, rowsFor(account.language, domain))
    added += await addPeople(admin, customer, rows)
  }
  return { customers: others.length, people: added }
}

/**
 * Imports people. While the file waits for review somebody adds the tenth of them by hand, with the same PBX account, so that the
 * operation has a failure to look at.
 */
async function addPeople(admin: ApiClient, customer: Customer, rows: Row[]): Promise<number> {
  const planId = await checkFile(admin, customer, { name: 'people.csv', rows }, { partial: 'true' })
  const tenth = rows[9]
  if (tenth) {
    const byHand = {
      lastName: tenth['Last name'],
      email: `reception@${tenth['PBX SIP host']}`,
      pbxSipHost: tenth['PBX SIP host'],
      pbxSipUserName: tenth['PBX SIP user name'],
    }
    await admin.post(`${customer.path}/subscribers`, byHand).expect(201)
  }
  const { done } = await applyPlan(admin, customer, planId)
  return done + (tenth ? 1 : 0)
}

/** The same names at each start. A row in forty has no whole e-mail address, and is left out by the import. */
function rowsFor(language: string, domain: string): (_: unknown, place: number) => Row {
  const chance = chanceFrom(domain.length)
  const names = namesOfLanguages.find((each) => each.language === language)
  if (!names) throw new Error(`There are no names for ${language}.`)
  return (_, place) => {
    const first = oneOf(chance, names.first)
    const last = oneOf(chance, names.last)
    const number = String(2001 + place)
    const mailName = `${first.latin}.${last.latin}`
    return {
      Profile: 'Office',
      'First name': first.name,
      'Last name': last.name,
      'Email address': place % 40 === 39 ? mailName : `${mailName}.${number}@${domain}`,
      'Directory number': number,
      'PBX SIP host': `pbx.${domain}`,
      'PBX SIP user name': number,
      'PBX SIP password': `s3cret-${number}`,
      'Deployment PIN': String(100_000 + 7919 * (place + 1)).slice(0, 6),
    }
  }
}
