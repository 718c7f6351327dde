import { createHash } from 'node:crypto'
import { stringify } from 'csv-stringify/sync'

/** The SIP domains, and realms, of the PBX and of the border gateway. */
export const domains = { pbx: 'acme.test', mbg: 'gw.acme.test' } as const

/** The names of the two profiles. Their gateway is reached by TLS, and by UDP. */
export const profiles = { withPin: 'With PIN', withoutPin: 'Without PIN' } as const

/** Somebody of the estate: what the administrator knows of them, and what their telephones register with. */
export interface EstatePerson {
  firstName: string
  lastName: string
  email: string
  language?: string
  /** Where there is one, it is asked for on the page behind the link. */
  pin?: string
  pbx?: SipLogin
  mbg?: SipLogin
}

interface SipLogin {
  userName: string
  password: string
}

/** Names as they come, with the letters and quotes that go wrong on the way through CSV, mail, XML and SIP. */
const names = [
  ...['Anna Kühn', 'Bob O’Brien', 'Carol Díaz', 'Dmitri Иванов', 'Eve "Evie" Adams', 'François Lefèvre'],
  ...[
    'Gül Öztürk',
    'Hiro 山田',
    'Ines <i>Sá</i>',
    'Jørgen Åse',
    'Karl Groß',
    "Lena d'Arc",
    'Mia Smith & Sons',
  ],
  ...[
    'Nuno São João',
    'Olga Nowak; PhD',
    'Paul, jun. Weber',
    'Quinn \\ Back',
    'Rosa Núñez',
    'Sven Ek',
    'Tom Ng',
  ],
]

/** Twenty people with an account at the PBX and one at the border gateway each. Every fifth has no PIN. */
export const twentyPeople: EstatePerson[] = names.map((name, at) => {
  const [firstName = '', ...lastNames] = name.split(' ')
  const extension = String(1001 + at)
  return {
    firstName,
    lastName: lastNames.join(' '),
    email: `person-${extension}@acme.example`,
    ...(at % 7 === 3 && { language: 'de' }),
    // A leading zero is part of a PIN.
    ...(at % 5 !== 1 && { pin: `0${extension}47` }),
    pbx: { userName: extension, password: `P&x <${extension}> ü` },
    mbg: { userName: `gw${extension}`, password: `g'w ${extension} %20` },
  }
})

/** Registers at the border gateway only. */
export const uma: EstatePerson = {
  firstName: 'Uma',
  lastName: 'Outside',
  email: 'uma@acme.example',
  mbg: { userName: 'gw1021', password: 'only the gateway' },
}

/** Registers at the PBX only. */
export const viktor: EstatePerson = {
  firstName: 'Viktor',
  lastName: 'Inside',
  email: 'viktor@acme.example',
  pbx: { userName: '1022', password: 'only the PBX' },
}

/** As an administrator writes it down in a spreadsheet. */
export function csvOf(people: readonly EstatePerson[]): string {
  const rows = people.map(({ pbx, mbg, ...person }) => ({
    Profile: person.pin === undefined ? profiles.withoutPin : profiles.withPin,
    'First name': person.firstName,
    'Last name': person.lastName,
    'Email address': person.email,
    Language: person.language,
    'PBX SIP host': pbx && '127.0.0.1',
    'PBX SIP user name': pbx?.userName,
    'PBX SIP password': pbx?.password,
    'MBG SIP user name': mbg?.userName,
    'MBG SIP password': mbg?.password,
    'Deployment PIN': person.pin,
  }))
  return stringify(rows, { header: true })
}

/** The registrar's side of a login: the hash, and no password. */
export function digestLogin(domain: string, { userName, password }: SipLogin) {
  const ha1 = createHash('md5').update(`${userName}:${domain}:${password}`).digest('hex')
  return { username: userName, domain, ha1 }
}

/** Where a person's phones are registered, once they are: `1001@acme.test`, `gw1001@gw.acme.test`. */
export function addressesOf({ pbx, mbg }: EstatePerson): string[] {
  return [pbx && `${pbx.userName}@${domains.pbx}`, mbg && `${mbg.userName}@${domains.mbg}`].filter(
    (address) => address !== undefined,
  )
}
