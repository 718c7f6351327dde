import { type ApiClient, openApiClient } from '#tests/harness/api-client.ts'
import type { SmtpSink } from '#tests/harness/smtp-sink.ts'

const places = [
  {
    name: 'Innsbruck',
    street: 'Maria-Theresien-Straße 18',
    postalCode: '6020',
    city: 'Innsbruck',
    country: 'AT',
  },
  { name: 'Salzburg', street: 'Linzer Gasse 4', postalCode: '5020', city: 'Salzburg', country: 'AT' },
  {
    name: 'Vienna head office',
    street: 'Praterstraße 31',
    postalCode: '1020',
    city: 'Vienna',
    country: 'AT',
  },
]

interface UsersOf {
  origin: string
  admin: ApiClient
  mail: SmtpSink
  /** Of the account, below `/api/v1`. */
  path: string
}

/**
 * Adds these people at three places: some are admins, some have finished their account by the welcome e-mail, one is deactivated.
 * @returns the id of the first
 */
export async function addUsers(
  { origin, admin, mail, path }: UsersOf,
  people: Array<{ firstName: string; lastName: string; email: string }>,
): Promise<string> {
  const locationIds: string[] = []
  for (const place of places) locationIds.push((await admin.post(`${path}/locations`, place).expect(201)).id)
  const ids: string[] = []
  for (const [index, person] of people.entries()) {
    const { id } = await admin
      .post(`${path}/users`, {
        ...person,
        role: index % 7 === 0 ? 'admin' : 'user',
        mobile: `+43660${String(4_120_735 + 91_237 * index)}`,
        locationId: locationIds[index % 4] ?? null,
      })
      .expect(201)
    ids.push(id)
  }
  for (const { email } of people.filter((_, index) => index % 2 === 0 && !refused(index))) await finish(email)
  await admin.patch(`${path}/users/${ids[8]}`, { deactivated: true }).expect(200)
  return ids[0] as string

  /** The mail server refuses Elif's. */
  function refused(index: number): boolean {
    return people[index]?.firstName === 'Elif'
  }

  async function finish(email: string): Promise<void> {
    let token: string | undefined
    await mail.waitForMessage(async ({ envelope, raw }) => {
      if (!envelope.to.includes(email)) return false
      token = /\/welcome\/([\w.-]+)/.exec((await mail.parse(raw)).text ?? '')?.[1]
      return token !== undefined
    })
    const password = 'four words make it safe'
    await openApiClient(origin).post('/set-ups', { token, password }).expect(201)
  }
}
