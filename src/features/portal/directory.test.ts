import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Tx } from '#platform/database/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, anAdminOf, aPerson, aSubscriber } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { aLocation, aReader } from './directory.testing.ts'
import { searchDirectory } from './directory-search.ts'

// biome-ignore lint/suspicious/noExplicitAny: what the API answered, as the tests read it.
type Json = any

let app: TestApp
let ada: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>
let rita: Awaited<ReturnType<typeof aReader>>

beforeAll(async () => {
  app = await startTestApp({ worker: false })
  ada = await app.ada()
})
afterAll(() => app.stop())
beforeEach(async () => {
  acme = await aCustomer(ada)
  rita = await aReader(app, acme)
})

const namesOf = ({ items }: Json): string[] =>
  items.map(({ firstName, lastName }: Json) => `${firstName} ${lastName}`)
const found = async (search: string) => namesOf(await rita.ask({ search }))
const show = (directory: string) => ada.patch(acme.path, { directory }).expect(200)

/** Anna Kühn, whom the account knows by all kinds of numbers. */
async function anna(columns: Json = {}): Promise<string> {
  const { id } = await aPerson(app, acme, {
    email: 'anna.kuehn@acme.example',
    firstName: 'Anna',
    lastName: 'Kühn',
  })
  const numbers = { mobile: '+49 171 1234567', smsNumber: null }
  await ada.patch(`${acme.path}/users/${id}`, { ...numbers, ...columns }).expect(200)
  return id
}

describe('UA-1: the directory of an account', () => {
  test('shows everybody but who is deactivated, by last and first name, registered or not', async () => {
    await aPerson(app, acme, {
      email: 'b@acme.example',
      firstName: 'Bo',
      lastName: 'Zorn',
      registered: false,
    })
    await aPerson(app, acme, { email: 'z@acme.example', firstName: 'Zoë', lastName: 'Ávila' })
    await aPerson(app, acme, { email: 'a@acme.example', firstName: 'Al', lastName: 'Avila' })
    const gone = await aPerson(app, acme, {
      email: 'gone@acme.example',
      firstName: 'Gone',
      lastName: 'Baker',
    })
    await ada.patch(`${acme.path}/users/${gone.id}`, { deactivated: true }).expect(200)
    const everybody = ['Al Avila', 'Zoë Ávila', 'Rita Reader', 'Bo Zorn']
    expect(namesOf(await rita.ask())).toEqual(everybody)
    expect(await found('baker')).toEqual([])
    const seen: string[] = []
    let cursor = ''
    do {
      const page = await rita.ask({ limit: '1', ...(cursor && { cursor }) })
      seen.push(...namesOf(page))
      cursor = page.nextCursor
    } while (cursor)
    expect(seen).toEqual(everybody)
  })

  test('shows how somebody is called, the softphone’s extension at its own telephone system', async () => {
    const locationId = await aLocation(app, acme, 'Zürich')
    const id = await anna({ locationId })
    await asSuperuser(
      app.database,
      "update app.users set sms_number = '+49301234567', extension = '1001' where user_id = $1",
      [id],
    )
    const ofDomain = await ada
      .post(`${acme.path}/deployment-profiles`, {
        name: 'Domain',
        pbxSipDomain: 'acme.example',
        pinRequired: false,
      })
      .expect(201)
    await aSubscriber(ada, acme, { userId: id, directoryNumber: '1001' })
    await aSubscriber(ada, acme, {
      userId: id,
      directoryNumber: '#99',
      profileId: ofDomain.id,
      pbxSipUserName: '99',
    })
    await aSubscriber(ada, acme, { directoryNumber: '7777', pbxSipUserName: '7777' })
    const { items } = await rita.ask({ search: 'kuhn' })
    expect(items).toEqual([
      {
        id,
        firstName: 'Anna',
        lastName: 'Kühn',
        email: 'anna.kuehn@acme.example',
        location: 'Zürich',
        numbers: [
          { kind: 'extension', number: '#99', uri: 'sip:%2399@acme.example' },
          { kind: 'extension', number: '1001', uri: 'sip:1001@pbx.acme.example' },
          { kind: 'sms', number: '+49301234567', uri: 'tel:+49301234567' },
        ],
      },
    ])
    await show('all-numbers')
    expect((await rita.ask({ search: 'kuhn' })).items[0].numbers[3]).toEqual({
      kind: 'mobile',
      number: '+491711234567',
      uri: 'tel:+491711234567',
    })
  })

  test.each([
    '+49 171 1234567',
    '0171 1234567',
    '(0171) 123-4567',
    '1234567',
    '4567',
    'anna 0171',
    'kühn 491711234567',
    'berlin 1234567',
    '4242 1234567',
  ])('threats "Reading the directory": a mobile number that is not shown is not found: %s', async (search) => {
    const locationId = await aLocation(app, acme, 'Berlin')
    const userId = await anna({ locationId })
    await aSubscriber(ada, acme, { userId, directoryNumber: '4242', pbxSipUserName: '4242' })
    expect(await found(search)).toEqual([])
    await show('all-numbers')
    expect(await found(search)).toEqual(['Anna Kühn'])
    await show('work-numbers')
    expect(await found(search)).toEqual([])
  })

  test.each([
    ['KUHN'],
    ['ann küh'],
    ['kuehn@acme'],
    ['zurich'],
    ['anna new york'],
    ['york 1*0'],
    ['030 1234567'],
    ['+49 30 123'],
    ['*00'],
    ['0301 42'],
    ['anna 4930142'],
  ])('UA-23: finds Anna by %s', async (search) => {
    const place = search.includes('york') ? 'New York' : 'Zürich'
    const id = await anna({ locationId: await aLocation(app, acme, place) })
    await asSuperuser(app.database, "update app.users set sms_number = '+49301234567' where user_id = $1", [
      id,
    ])
    await ada.patch(`${acme.path}/users/${id}`, { mobile: null }).expect(200)
    await aSubscriber(ada, acme, { userId: id, directoryNumber: '1*001', pbxSipUserName: 'a' })
    await aSubscriber(ada, acme, { userId: id, directoryNumber: '+4930142', pbxSipUserName: 'b' })
    expect(await found(search)).toEqual(['Anna Kühn'])
    expect(await found(`${search} qqq`)).toEqual([])
  })

  test('is refused from the moment the account turns it off', async () => {
    await rita.ask()
    await show('off')
    for (const query of ['', '?search=rita']) {
      expect(await rita.client.get(`/me/directory${query}`)).toMatchObject({
        status: 409,
        body: { code: 'portal.directory-off' },
      })
    }
    expect((await rita.client.get('/me/details').expect(200)).directory).toBe('off')
  })

  test('has nobody of another account, not even of the own partner or customer, by whatever is typed', async () => {
    const globex = await aCustomer(ada, { name: 'Globex' })
    const gus = { email: 'gus@globex.example', firstName: 'Gus', lastName: 'Globe' }
    const { id } = await aPerson(app, globex, gus)
    await aSubscriber(ada, globex, { userId: id, directoryNumber: '4242', pbxSipUserName: '4242' })
    await aLocation(app, globex, 'Gotham')
    for (const search of ['gus', 'gus@globex.example', '4242', 'gotham', 'ada@northwind.example', 'byron']) {
      expect(await found(search)).toEqual([])
    }
    expect(namesOf(await rita.ask())).toEqual(['Rita Reader'])
    const ofPartner = await ada.get('/me/directory').expect(200)
    expect(ofPartner.items.map(({ email }: Json) => email)).toEqual(['ada@northwind.example'])
    expect((await ada.get('/me/directory?search=rita').expect(200)).items).toEqual([])
  })

  test('is searched behind the fence by the account that was entered only', async () => {
    const { database } = app.platform
    const search = sql`select * from app.search_directory('rita', '{}', null, null, 9)`
    await expect(database.inDirectory((tx) => search.execute(tx))).rejects.toThrow('No account is entered.')
    const globex = await aCustomer(ada, { name: 'Globex' })
    expect((await database.inAccount(globex.id, (tx) => search.execute(tx))).rows).toEqual([])
    expect((await database.inAccount(acme.id, (tx) => search.execute(tx))).rows).toEqual([
      { searchDirectory: rita.id },
    ])
    const anyList = sql`select * from app.search_list('directory', '{}', 'rita', null, null, false, 9)`
    await expect(database.inAccount(acme.id, (tx) => anyList.execute(tx))).rejects.toThrow(
      'permission denied',
    )
  })

  test('tells a foreign cursor and a search that is too long from a fault', async () => {
    for (const query of [
      'cursor=x',
      'cursor=WyJ4IiwieSJd',
      `search=${'a'.repeat(201)}`,
      'account=x',
      'limit=501',
    ]) {
      expect(await rita.client.get(`/me/directory?${query}`), query).toMatchObject({ status: 422 })
    }
    for (const search of ['\0', "%'\\", '☎️', '´', '١٢٣', '*', '#', '(', '+']) {
      expect((await rita.ask({ search })).nextCursor, search).toBeNull()
    }
  })

  test('threats "Reading the directory": no search keeps the database busy, however many numbers are in it', async () => {
    const words = ['1a', '2b', '3c', '4d', '5e', '6f']
    let statements = 0
    const counted = (tx: Tx) =>
      Object.assign(
        tx.withPlugin({
          transformQuery({ node }) {
            statements += 1
            return node
          },
          transformResult: async ({ result }) => result,
        }),
        { accountId: tx.accountId },
      )
    for (const count of [1, 2, 3, 4, 6]) {
      const wanted = { words: words.slice(0, count), withMobile: false }
      await app.platform.database.inAccount(acme.id, (tx) =>
        searchDirectory(counted(tx) as Tx, wanted, { after: undefined, limit: 21 }),
      )
    }
    expect(statements).toBeGreaterThan(10)
    expect(statements).toBeLessThan(100)
  })

  test('is closed to an admin who still lacks the second factor that the account asks for', async () => {
    const carla = await anAdminOf(app, acme)
    await carla.get('/me/directory').expect(200)
    await asSuperuser(
      app.database,
      'update app.accounts set admins_need_second_factor = true where account_id = $1',
      [acme.id],
    )
    expect(await carla.get('/me/directory')).toMatchObject({
      status: 403,
      body: { code: 'auth.second-factor-to-enrol' },
    })
  })

  test('threats "Reading the directory": is not read faster than a person reads, and who tries stands in the event history once', async () => {
    const answers = []
    for (let n = 0; n < 93; n++) answers.push(await rita.client.get('/me/directory?limit=1'))
    expect(answers.slice(0, 90).every(({ status }) => status === 200)).toBe(true)
    const refused = answers.find(({ status }) => status === 429)
    expect(refused).toMatchObject({ body: { code: 'portal.directory-too-fast' } })
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0)
    const { items } = await ada.get(`${acme.path}/events?limit=10`).expect(200)
    expect(items.filter(({ action }: Json) => action === 'directory.read-fast')).toMatchObject([
      { actorName: 'Rita Reader', details: { email: 'rita@acme.example' } },
    ])
    const other = await aReader(app, acme, 'robin@acme.example')
    await other.client.get('/me/directory').expect(200)
    app.clock.advance({ seconds: 61 })
    await rita.client.get('/me/directory').expect(200)
  })
})
