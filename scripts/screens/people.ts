import type { Email } from 'postal-mime'
import type { ApiClient } from '#tests/harness/api-client.ts'
import type { SmtpSink } from '#tests/harness/smtp-sink.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'
import { addOwner } from './owner.ts'
import { addProducts } from './products.ts'
import { addUsers } from './users.ts'

/** What the pictures show. */
export interface People {
  /** The account of who looks. */
  partnerId: string
  accountId: string
  profileId: string
  /** Somebody with a long timeline. */
  annaId: string
  /** The same as a user of the account. */
  annaUserId: string
  /** A checked file with faulty rows. */
  importId: string
  /** The same of people. */
  userImportId: string
  /** The deployment e-mail to her, its pictures within. */
  mailHtml: string
  /** Whose link is still open, and the PIN it asks for. */
  openLink: string
  pin: string
  /** Somebody who administers nothing and has numbers, signed in. */
  owner: ApiClient
}

const customers = [
  ['Alpenhof Hotels', 'AT', 'de', 'Europe/Vienna'],
  ['Bergmann Logistik', 'DE', 'de', 'Europe/Berlin'],
  ['Casa Verde', 'ES', 'es', 'Europe/Madrid'],
  ['Dubois et Fils', 'FR', 'fr', 'Europe/Paris'],
  ['Northshore Clinic', 'GB', 'en', 'Europe/London'],
] as const

const names = [
  'Anna Kühn',
  'Ben Adeyemi',
  'Carla Rossi',
  'David Okafor',
  'Elif Aydın',
  'Frank Müller',
  'Grace Lindqvist',
  'Henrik Sørensen',
  'Inês Carvalho',
  'Jonas Becker',
  'Katarzyna Nowak',
  'Liam O’Connor',
  'María García',
  'Nora Hansen',
  'Omar Haddad',
  'Petra Novák',
  'Quentin Lefèvre',
  'Rosa Delgado',
]

const file = [
  'First name;Last name;E-mail address;Directory number;Profile;Floor;Deployment PIN',
  'Mira;Olsen;mira.olsen@alpenhof.example;3001;Front desk;2;4711',
  'Tom;Berg;tom.berg@alpenhof;3002;Front desk;2;4712',
  'Zoe;Lang;zoe.lang@alpenhof.example;30O3;No such profile;3;12',
  'Ada;Vik;ada.vik@alpenhof.example;3004;Home office;3;998877',
  'Paul;Stein;paul.stein@alpenhof.example;3005;Home office;1;445566',
].join('\r\n')

/**
 * Fills an empty installation: customers, people in every state of a deployment, a file under review.
 * @param addOlga adds her to an account at the shell. @returns the link with which she sets a password
 */
export async function peopleIn(
  origin: string,
  admin: ApiClient,
  mail: SmtpSink,
  twilioOrigin: string,
  addOlga: (accountId: string) => Promise<string>,
): Promise<People> {
  const pin = '90817263'
  const accounts: string[] = []
  for (const [name, country, language, timeZone] of customers) {
    const account = await admin
      .post('/accounts', { kind: 'customer', name, country, language, timeZone })
      .expect(201)
    accounts.push(account.id)
  }
  const accountId = accounts[0] as string
  const path = `/accounts/${accountId}`
  // The program starts anew for it: before anything of it is under way.
  const setUpLink = await addOlga(accountId)
  const profile = (given: object) => admin.post(`${path}/deployment-profiles`, given).expect(201)
  const home = await profile({
    name: 'Home office',
    mbgSipHost: 'mbg.alpenhof.example',
    mbgTransport: 'tls',
    mbgMediaSecurity: 'sdes',
    selfDeployment: true,
  })
  const desk = await profile({ name: 'Front desk', mbgSipHost: 'mbg.alpenhof.example', pinRequired: false })

  const ids: string[] = []
  for (const [index, name] of names.entries()) {
    const number = String(2001 + index)
    const added = await admin
      .post(`${path}/subscribers`, {
        profileId: index % 3 === 0 ? home.id : desk.id,
        ...namesOf(name),
        email: addressOf(name),
        language: 'en',
        directoryNumber: number,
        mbgSipUserName: number,
        mbgSipPassword: `s3cret-${number}`,
        ...(index % 3 === 0 ? { deploymentPin: pin } : {}),
      })
      .expect(201)
    ids.push(added.id)
  }

  mail.refuse((address) => (address.startsWith('elif.') ? 550 : undefined))
  const invited = ids.slice(0, 13)
  const operation = await admin.post(`${path}/deployments`, { selection: { ids: invited } }).expect(202)
  await waitUntil(
    async () => (await admin.get(`${path}/operations/${operation.id}`).expect(200)).finishedAt,
    {
      what: 'the deployment to end',
    },
  )
  await waitUntil(() => mail.messages.length >= invited.length - 1, {
    timeoutMs: 60_000,
    what: 'the mails to arrive',
  })
  for (const index of [0, 1, 2, 5, 6]) {
    await setUp(await linkTo(names[index] as string), index % 3 === 0 ? pin : undefined)
  }
  await lock(await linkTo('Jonas Becker'))

  const plan = await admin.upload(`${path}/subscriber-imports`, { name: 'new-starters.csv', content: file })
  await waitUntil(
    async () =>
      (await admin.get(`${path}/subscriber-imports/${plan.body.id}`).expect(200)).status === 'ready',
    { what: 'the file to be read' },
  )
  const mailHtml = withPictures(await mailTo('Anna Kühn'))
  const openLink = await linkTo('David Okafor')
  // After the mails that are looked for above: these are welcomed at the same addresses.
  const annaUserId = await addUsers(
    { origin, admin, mail, path },
    names.map((name) => ({ ...namesOf(name), email: addressOf(name) })),
  )
  const owner = await addOwner({
    ...{ origin, admin, path },
    profiles: { own: home.id, others: desk.id },
    setUpLink,
  })
  const partnerId = (await admin.get('/sessions/current').expect(200)).account.id
  const userImportId = await addProducts({ admin, partnerId, accountId, twilioOrigin })
  return {
    partnerId,
    accountId,
    profileId: home.id,
    annaId: ids[0] as string,
    annaUserId,
    importId: plan.body.id,
    userImportId,
    mailHtml,
    openLink,
    pin,
    owner,
  }

  /** The link of the mail to somebody, on the service itself: the redirect server only leads there. */
  async function linkTo(name: string): Promise<string> {
    const link = /https?:\/\/\S+/.exec((await mailTo(name)).text ?? '')?.[0] ?? ''
    return `${origin}/d/${link.split('/').at(-1)}`
  }

  async function mailTo(name: string) {
    const { raw } = await mail.waitForMessage(({ envelope }) => envelope.to.includes(addressOf(name)))
    return mail.parse(raw)
  }
}

/** The mail as a reader shows it: its pictures travel as attachments. */
function withPictures({ html = '', attachments }: Email): string {
  return attachments.reduce((text, { contentId = '', mimeType, content }) => {
    const data = Buffer.from(content as Uint8Array).toString('base64')
    return text.replaceAll(`cid:${contentId.replace(/^<|>$/g, '')}`, `data:${mimeType};base64,${data}`)
  }, html)
}

async function setUp(link: string, pin: string | undefined): Promise<void> {
  const { url } = (await (await redeem(link, pin)).json()) as { url: string }
  await fetch(url, { headers: { accept: '*/*', 'user-agent': 'LinphoneAndroid/5.2 (Pixel 8)' } })
}

async function lock(link: string): Promise<void> {
  for (let tries = 0; tries < 5; tries++) await redeem(link, '1111')
}

function redeem(link: string, pin: string | undefined): Promise<Response> {
  return fetch(link, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ client: 'linphone', ...(pin === undefined ? {} : { pin }) }),
  })
}

function namesOf(name: string): { firstName: string; lastName: string } {
  const [firstName = '', lastName = ''] = name.split(' ')
  return { firstName, lastName }
}

function addressOf(name: string): string {
  const { firstName, lastName } = namesOf(name)
  return `${plain(firstName)}.${plain(lastName)}@alpenhof.example`
}

/** A name as it stands in an address. */
function plain(name: string): string {
  return name
    .normalize('NFD')
    .toLowerCase()
    .replace(/ø/g, 'o')
    .replace(/ı/g, 'i')
    .replace(/[^a-z]/g, '')
}
