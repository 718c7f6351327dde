import type { ApiClient } from '#tests/harness/api-client.ts'
import { isTo, linkIn } from '../mailbox/mail.ts'
import type { Mailbox } from '../mailbox/mailbox.ts'
import {
  addCustomer,
  addProfile,
  type Customer,
  checkFile,
  deploy,
  enterPin,
  fetchConfiguration,
  importFile,
  openLink,
  type Person,
  peopleOf,
  personAt,
  type Row,
  ticketFor,
  untilState,
} from './acts.ts'
import { addOffice } from './welcomed.ts'

/** Whose mail address was mistyped: the mailbox knows no such domain. */
const mistyped = 'elif.aydin@alpenhof.exmaple'
const pin = '70315926'

/** Name, profile, how far the deployment is. */
const guests: Array<[name: string, profile: string, standing: Standing]> = [
  ['Liesl Gruber', 'Front desk', 'uses Linphone'],
  ['Benedikt Moser', 'Front desk', 'uses Linphone'],
  ['Chiara Rossi', 'Front desk', 'has a mail'],
  ['David Adeyemi', 'Front desk', 'uses Linphone'],
  ['Elif Aydın', 'Front desk', 'has a mistyped address'],
  ['Franz Steiner', 'Kitchen', 'uses Linphone'],
  ['Grace Lindqvist', 'Kitchen', 'is locked'],
  ['Henrik Sørensen', 'Kitchen', 'has a mail'],
  ['Ivana Horvat', 'Kitchen', 'has no PIN'],
  ['Jan Novák', 'Kitchen', 'has a mail'],
  ['Katarzyna Wójcik', 'Housekeeping', 'uses Linphone'],
  ['Łukasz Nowak', 'Housekeeping', 'has a mail'],
  ['María García', 'Housekeeping', 'has a mail'],
  ['Nora Hansen', 'Housekeeping', 'has no PIN'],
  ['Omar Haddad', 'Housekeeping', 'is new'],
  ['Petra Österreicher', 'Housekeeping', 'is new'],
  ['Sauna', 'Do not deploy', 'is new'],
  ['Weinkeller', 'Do not deploy', 'is new'],
]

type Standing =
  | 'is new'
  | 'has no PIN'
  | 'has a mail'
  | 'uses Linphone'
  | 'is locked'
  | 'has a mistyped address'

/** Recipients that the demo's mail server does not know. */
export function isUnknownAddress(address: string): boolean {
  return address.endsWith('.exmaple')
}

/** Adds a customer in the middle of a roll-out: people in every state, a file that waits for review, an office of users. @returns how many people */
export async function addAlpenhof(admin: ApiClient, mailbox: Mailbox, signal: AbortSignal): Promise<number> {
  const alpenhof = await addCustomer(admin, {
    name: 'Alpenhof Hotels',
    country: 'AT',
    language: 'de',
    timeZone: 'Europe/Vienna',
  })
  const profileIds: string[] = []
  for (const name of ['Front desk', 'Kitchen', 'Housekeeping']) {
    profileIds.push(await addProfile(admin, alpenhof, { name }))
  }
  await importFile(admin, alpenhof, { name: 'alpenhof-people.csv', rows: guests.map(rowOf) })
  const people = await peopleOf(admin, alpenhof)
  const invited = guests.filter(([, , standing]) => standing !== 'is new')
  await deploy(
    admin,
    alpenhof,
    invited.map((guest) => personAt(people, emailOf(guest))),
  )
  for (const guest of guests) await bringTo(guest, { mailbox, signal })
  await settle(admin, alpenhof, people)
  // A change after the roll-out: who has a phone has yesterday's configuration.
  await admin
    .patch(`${alpenhof.path}/deployment-profiles/${profileIds[0]}`, { voicemailNumber: '*86' })
    .expect(200)
  await checkFile(admin, alpenhof, { name: 'new-starters.csv', rows: faultyRows })
  await addOffice(admin, alpenhof, { mailbox, signal })
  return guests.length
}

/** Does what each of them did with their mail. */
async function bringTo(
  guest: (typeof guests)[number],
  { mailbox, signal }: { mailbox: Mailbox; signal: AbortSignal },
): Promise<void> {
  signal.throwIfAborted()
  const [, , standing] = guest
  if (standing !== 'uses Linphone' && standing !== 'is locked') return
  const mail = await mailbox.waitFor((each) => isTo(each, emailOf(guest)), signal)
  const page = await openLink(linkIn(mail) ?? '')
  if (standing === 'is locked') {
    for (let tries = 0; tries < 5; tries++) await enterPin(page, { client: 'linphone', pin: '111111' })
  } else {
    const ticket = await ticketFor(page, { client: 'linphone', pin })
    await fetchConfiguration(ticket, 'LinphoneAndroid/5.2.5 (Pixel 8) LinphoneSDK/5.3.80')
  }
}

/** Waits until every mail was accepted or refused. */
async function settle(admin: ApiClient, alpenhof: Customer, people: Map<string, Person>): Promise<void> {
  for (const guest of guests) {
    const [, , standing] = guest
    if (standing === 'has a mail') await untilState(admin, alpenhof, personAt(people, emailOf(guest)), 'sent')
  }
  await untilState(admin, alpenhof, personAt(people, mistyped), 'failed')
}

function rowOf(guest: (typeof guests)[number], place: number): Row {
  const [name, profile, standing] = guest
  const [lastName = '', firstName = ''] = name.split(' ').reverse()
  const number = String(201 + place)
  return {
    Profile: profile,
    'First name': firstName,
    'Last name': lastName,
    'Email address': emailOf(guest),
    Language: 'de',
    'Directory number': number,
    'PBX SIP host': 'pbx.alpenhof.example',
    'PBX SIP user name': number,
    'PBX SIP password': `s3cret-${number}`,
    'Deployment PIN': standing === 'has no PIN' ? '' : pin,
  }
}

function emailOf([name, , standing]: (typeof guests)[number]): string {
  return standing === 'has a mistyped address' ? mistyped : `${plain(name)}@alpenhof.example`
}

/** A name as it stands in an address. */
function plain(name: string): string {
  return name
    .normalize('NFD')
    .toLowerCase()
    .replace(/[øłı]/g, (letter) => ({ ø: 'o', ł: 'l', ı: 'i' })[letter] ?? '')
    .replace(' ', '.')
    .replace(/[^a-z.]/g, '')
}

/** What people type: an address without its end, an O for a zero, a profile that is not there, a PIN too short. */
const faultyRows: Row[] = [
  newStarter('Mira', 'Olsen', 'mira.olsen@alpenhof.example', '301', 'Front desk', '471123'),
  newStarter('Tom', 'Berg', 'tom.berg@alpenhof', '302', 'Front desk', '471224'),
  newStarter('Zoë', 'Lang', 'zoe.lang@alpenhof.example', '3O3', 'Reception', '12'),
  newStarter('Aurélien', 'Vik', 'aurelien.vik@alpenhof.example', '304', 'Kitchen', '998877'),
  newStarter('Paul', 'Stein', 'paul.stein@alpenhof.example', '201', 'Housekeeping', '445566'),
]

function newStarter(
  firstName: string,
  lastName: string,
  email: string,
  number: string,
  profile: string,
  deploymentPin: string,
): Row {
  return {
    Profile: profile,
    'First name': firstName,
    'Last name': lastName,
    'E-mail address': email,
    'Directory number': number,
    'PBX SIP host': 'pbx.alpenhof.example',
    'PBX SIP user name': number,
    'PBX SIP password': `s3cret-${number}`,
    'Deployment PIN': deploymentPin,
  }
}
