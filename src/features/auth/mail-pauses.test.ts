import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, anAdminOf, aPerson, finished } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'

let app: TestApp

beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.stop())

/** Carla, an admin of a new customer, and what she does with a person of it. */
async function carlaOf(name: string) {
  const customer = await aCustomer(await app.ada(), { name })
  const carla = await anAdminOf(app, customer, { email: `carla@${name.toLowerCase()}.example` })
  return {
    customer,
    carla,
    victimOf: (email: string) =>
      carla.post(`${customer.path}/users`, { firstName: 'Vera', lastName: 'Voss', email }).expect(201),
    again: (id: string) => carla.post(`${customer.path}/users/${id}/welcome-emails`),
    /** What became of the items of a bulk act, by their person. */
    async inBulk(act: 'welcome-emails' | 'password-resets', ids: string[]) {
      const { id } = await carla.post(`${customer.path}/${act}`, { selection: { ids } }).expect(202)
      await finished(carla, customer, id)
      const { items } = await carla.get(`${customer.path}/operations/${id}/items`).expect(200)
      return new Map<string, { outcome: string; code: string | null; message: string | null }>(
        items.map((item: { subjectId: string }) => [item.subjectId, item]),
      )
    },
  }
}

/** How many mails of these kinds were queued to an address. */
const queuedTo = async (email: string, kinds = ['welcome', 'password-reset-by-admin']) => {
  const mails = 'select 1 from app.outgoing_mails where recipient = $1 and kind = any($2)'
  return (await asSuperuser(app.database, mails, [email, kinds])).length
}

const tooOften = { status: 429, body: { code: 'auth.mailed-often' } }
const canBeSentAgain = /Vera Voss was sent this .* again from \d\d:\d\d UTC on \d{4}-\d\d-\d\d\.$/

describe("Phishing through our mailer: one stranger's mailbox", () => {
  test('gets a welcome e-mail and three more; then a pause of an hour follows, and each further one is twice as long', async () => {
    const { victimOf, again } = await carlaOf('Flood')
    const { id } = await victimOf('victim@elsewhere.example')
    for (let time = 0; time < 3; time++) await again(id).expect(202)
    const refused = await again(id)
    expect(refused).toMatchObject(tooOften)
    expect(refused.body.detail).toMatch(canBeSentAgain)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3_500)
    for (let knock = 0; knock < 5; knock++) expect(await again(id)).toMatchObject(tooOften)
    expect(await queuedTo('victim@elsewhere.example')).toBe(4)
    app.clock.advance({ minutes: 61 })
    await again(id).expect(202)
    app.clock.advance({ minutes: 61 })
    expect(await again(id)).toMatchObject(tooOften)
    app.clock.advance({ minutes: 61 })
    await again(id).expect(202)
    expect(await queuedTo('victim@elsewhere.example')).toBe(6)
  })

  test('what is refused leaves the link of the latest e-mail, and no event that says it was sent', async () => {
    const { customer, victimOf, again } = await carlaOf('Kept')
    const { id } = await victimOf('victim@kept.example')
    for (let time = 0; time < 3; time++) await again(id).expect(202)
    const links = () =>
      asSuperuser(app.database, 'select link_id from app.set_up_links where user_id = $1', [id])
    const events = () =>
      asSuperuser(
        app.database,
        "select 1 from app.audit_events where account_id = $1 and action = 'user.invited'",
        [customer.id],
      )
    const [link, told] = [await links(), (await events()).length]
    expect(await again(id)).toMatchObject(tooOften)
    expect(await links()).toEqual(link)
    expect(await events()).toHaveLength(told)
  })

  test('counts what a bulk act sends with what is sent one by one; who waits is skipped with the time, the others get theirs', async () => {
    const { victimOf, again, inBulk } = await carlaOf('Bulk')
    const [vera, ben] = [await victimOf('vera@bulk.example'), await victimOf('ben@bulk.example')]
    for (let time = 0; time < 2; time++) await again(vera.id).expect(202)
    expect((await inBulk('welcome-emails', [vera.id])).get(vera.id)?.outcome).toBe('done')
    const itemOf = await inBulk('welcome-emails', [vera.id, ben.id])
    expect(itemOf.get(vera.id)).toMatchObject({
      outcome: 'skipped',
      code: 'auth.mailed-often',
      message: expect.stringMatching(canBeSentAgain),
    })
    expect(itemOf.get(ben.id)?.outcome).toBe('done')
    expect([await queuedTo('vera@bulk.example'), await queuedTo('ben@bulk.example')]).toEqual([4, 2])
  })

  test('gets three password resets from admins, which welcome e-mails do not count against; the person can still ask for their own', async () => {
    const { customer, inBulk } = await carlaOf('Resets')
    const vera = await aPerson(app, customer, {
      email: 'vera@resets.example',
      firstName: 'Vera',
      lastName: 'Voss',
    })
    for (let time = 0; time < 3; time++) {
      expect((await inBulk('password-resets', [vera.id])).get(vera.id)?.outcome).toBe('done')
    }
    expect((await inBulk('password-resets', [vera.id])).get(vera.id)).toMatchObject({
      outcome: 'skipped',
      code: 'auth.mailed-often',
      message: expect.stringMatching(canBeSentAgain),
    })
    expect(await queuedTo('vera@resets.example')).toBe(3)
    await app.anybody().post('/password-resets', { email: 'vera@resets.example' }).expect(202)
    await expect.poll(() => queuedTo('vera@resets.example', ['password-reset']), { timeout: 15_000 }).toBe(1)
  })

  test('a corrected address gets its e-mail at once, and the one before keeps its count', async () => {
    const { customer, carla, victimOf, again } = await carlaOf('Moved')
    const { id } = await victimOf('wrong@moved.example')
    for (let time = 0; time < 3; time++) await again(id).expect(202)
    const moveTo = (email: string) => carla.patch(`${customer.path}/users/${id}`, { email }).expect(200)
    await moveTo('right@moved.example')
    await again(id).expect(202)
    expect(await queuedTo('right@moved.example')).toBeGreaterThan(0)
    await moveTo('wrong@moved.example')
    expect(await again(id)).toMatchObject(tooOften)
  })
})
