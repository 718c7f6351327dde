import { createHash, randomBytes } from 'node:crypto'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { aSubscriber, finished } from '#tests/harness/people.ts'
import type { KnownSecrets } from './known-secrets.ts'
import { type Customer, digits, word } from './on-the-way.ts'

export const peopleCount = 200
const columns =
  'First name,Last name,Email address,PBX SIP host,PBX SIP user name,PBX SIP password,Voicemail PIN,MBG SIP user name,MBG SIP password,Client service host,Client service user name,Client service password,Deployment PIN'

/** Imports with all five secrets, and one record whose SIP secret is an HA1; corrects a row that was wrong. */
export async function importPeople(
  ada: ApiClient,
  customer: Customer,
  known: KnownSecrets,
): Promise<Map<string, string>> {
  const pins = new Map<string, string>()
  const lines = Array.from({ length: peopleCount }, (_, at) => {
    const [pbx, mbg, service, voicemail, pin] = [word(), word(), word(), digits(12), digits(10)]
    const email = `${mailboxOf(at)}@acme.example`
    known.add('PBX SIP password', pbx)
    known.add('MBG SIP password', mbg)
    known.add('client service password', service)
    known.add('voicemail PIN', voicemail)
    known.add('deployment PIN', pin)
    known.add('HA1', md5(`${at + 1001}:pbx.acme.example:${pbx}`), md5(`mbg${at}:mbg.acme.example:${mbg}`))
    pins.set(email, pin)
    // The last has an error in a cell, so that its secrets go through the correction.
    const host = at === peopleCount - 1 ? 'https://pbx.acme.example/' : 'pbx.acme.example'
    return `Person,Number ${at},${email},${host},${at + 1001},${pbx},${voicemail},mbg${at},${mbg},client.acme.example,p${at},${service},${pin}`
  })
  const plan = await ada
    .upload(
      `${customer.path}/subscriber-imports`,
      { name: 'people.csv', content: [columns, ...lines, ''].join('\n') },
      { profileId: customer.profileId },
    )
    .expect(201)
  const importPath = `${customer.path}/subscriber-imports/${plan.id}`
  const wrong = await ada.get(`${importPath}/rows?verdict=error`).expect(200)
  const cells = { pbxSipHost: 'pbx.acme.example' }
  for (const { row } of wrong.items) await ada.patch(`${importPath}/rows/${row}`, { cells }).expect(200)
  const operation = await ada.post(`${importPath}/application`).expect(202)
  const { done } = await finished(ada, customer, operation.id)
  if (done !== peopleCount) throw new Error(`${done} of ${peopleCount} people were imported.`)

  const ha1 = randomBytes(16).toString('hex')
  known.add('HA1', ha1)
  const secret = { ha1, realm: 'pbx.acme.example', algorithm: 'MD5' }
  await aSubscriber(ada, customer, {
    pbxSipPassword: secret,
    deploymentPin: digits(8),
    email: 'ha1@acme.example',
  })
  // An import that is never applied keeps its rows.
  const kept = word()
  known.add('PBX SIP password', kept)
  await ada
    .upload(
      `${customer.path}/subscriber-imports`,
      {
        name: 'kept.csv',
        content: `${columns}\nKept,Back,kept@acme.example,pbx.acme.example,9999,${kept},,,,,,,\n`,
      },
      { profileId: customer.profileId },
    )
    .expect(201)
  return pins
}

const mailboxOf = (at: number) => (at < 3 ? `refused-${at}` : at < 6 ? `delayed-${at}` : `person-${at}`)
const md5 = (text: string) => createHash('md5').update(text).digest('hex')
