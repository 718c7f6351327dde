import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { codes, csv, importsOf, type Json } from '#features/imports/imports.testing.ts'
import type { ApiClient } from '../harness/api-client.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'
import { aCustomer, aSubscriber, finished } from '../harness/people.ts'
import { aLink, aPhone, fetchAsPhone } from '../harness/phones.ts'

let app: TestApp
let ada: ApiClient
let imports: ReturnType<typeof importsOf>

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
  imports = importsOf(ada)
})
afterAll(() => app.stop())

type Customer = Awaited<ReturnType<typeof aCustomer>>

const overwrite = { overwrite: 'true' }
const columns = 'ID,Email address,Client service user name'
const secret = 's3cret-Anna'

/** Somebody whose client service account is `anna`, with so many softphones. */
async function anna(customer: Customer, phoneCount: number) {
  const record: Json = await aSubscriber(ada, customer, { clientServiceUserName: 'anna' })
  const phones: Array<{ url: string }> = []
  for (let at = 0; at < phoneCount; at++) phones.push(await aPhoneOf(customer, record))
  return { ...record, phones }
}

const aPhoneOf = async (customer: Customer, { id }: Json) => aPhone(app, await aLink(app, ada, customer, id))
const planOf = (customer: Customer, { id }: Json): Promise<Json> =>
  ada.get(`${customer.path}/subscriber-imports/${id}`).expect(200)
const recordOf = (customer: Customer, { id }: Json): Promise<Json> =>
  ada.get(`${customer.path}/subscribers/${id}`).expect(200)
const resetsTold = ({ warnings }: Json): string[] =>
  warnings.flatMap(({ code, message }: Json) => (code === 'imports.resets-clients' ? [message] : []))

describe('MU-10, CD-12: a new client service user name', () => {
  test('is told before it resets softphones: by the row, and by the plan with how many', async () => {
    const customer = await aCustomer(ada)
    const her = await anna(customer, 2)
    const bob = await aSubscriber(ada, customer, { pbxSipUserName: '2', clientServiceUserName: 'bob' })
    const made = await imports.planned(
      customer,
      csv([`${her.id},,anna2`, `${bob.id},,bob2`], columns),
      overwrite,
    )
    const [hers, his] = await imports.rows(customer, made)
    expect(hers).toMatchObject({
      verdict: 'change',
      problems: [
        {
          field: 'clientServiceUserName',
          severity: 'warning',
          code: 'row.resets-clients',
          message: expect.stringContaining('resets the 2 softphones of this record'),
        },
      ],
    })
    expect(his).toMatchObject({ verdict: 'change', problems: [] })
    const [told] = resetsTold(made)
    expect(told).toContain('1 record')
    expect(told).toContain('2 softphones are reset')
    expect(told).toContain('new deployment e-mail')
    expect(told).toContain('not the softphones')
    expect(await planOf(customer, made)).toEqual(made)
    for (const { url } of her.phones) expect((await fetchAsPhone(url)).text).toContain(secret)
  })

  test('is not told where the record keeps its name, or other fields change', async () => {
    const customer = await aCustomer(ada)
    const her = await anna(customer, 1)
    const made = await imports.planned(customer, csv([`${her.id},new@acme.example,anna`], columns), overwrite)
    expect(made.counts).toMatchObject({ change: 1 })
    expect(codes((await imports.rows(customer, made))[0])).toEqual([])
    expect(resetsTold(made)).toEqual([])
  })

  test('is counted again when a row is corrected in place or by a file', async () => {
    const customer = await aCustomer(ada)
    const her = await anna(customer, 1)
    const made = await imports.planned(customer, csv([`${her.id},nonsense,anna2`], columns), overwrite)
    expect(made.counts).toMatchObject({ error: 1 })
    expect(resetsTold(made)).toEqual([])

    const path = `${customer.path}/subscriber-imports`
    const file = await ada.get(`${path}/${made.id}/fix-file?flavour=exact`).expect(200)
    const corrected = { name: 'corrected.csv', content: file.replace('nonsense', 'a@acme.example') }
    const after = await ada.upload(path, corrected, { planId: made.id }).expect(201)
    expect(resetsTold(after)).toEqual([expect.stringContaining('1 softphone is reset')])

    await ada.patch(`${path}/${made.id}/rows/1`, { cells: { clientServiceUserName: 'anna' } }).expect(200)
    expect(resetsTold(await planOf(customer, made))).toEqual([])
    await ada.patch(`${path}/${made.id}/rows/1`, { cells: { clientServiceUserName: 'anna3' } }).expect(200)
    expect(resetsTold(await planOf(customer, made))).toHaveLength(1)
  })

  test('comes back with an undo, and the softphones do not, as the plan still says', async () => {
    const customer = await aCustomer(ada)
    const her = await anna(customer, 1)
    const made = await imports.planned(customer, csv([`${her.id},,anna2`], columns), overwrite)
    expect(await imports.applied(customer, made)).toMatchObject({ status: 'done', done: 1 })
    const { url } = her.phones[0] as { url: string }
    expect((await fetchAsPhone(url)).text).not.toContain(secret)
    expect(resetsTold(await planOf(customer, made))).toEqual(resetsTold(made))

    const application = `${customer.path}/subscriber-imports/${made.id}/application`
    await finished(ada, customer, (await ada.delete(application).expect(202)).id)
    expect(await recordOf(customer, her)).toMatchObject({
      clientServiceUserName: 'anna',
      clientCount: 0,
      flags: { redeployRequired: true },
    })
    expect((await fetchAsPhone(url)).text).not.toContain(secret)
    expect(resetsTold(await planOf(customer, made))).toEqual(resetsTold(made))
  })

  test('is not written where a softphone was set up since the plan: nobody was told', async () => {
    const customer = await aCustomer(ada)
    const her = await anna(customer, 0)
    const file = csv([`${her.id},,anna2`], columns)
    const whole = await imports.planned(customer, file, overwrite)
    const partial = await imports.planned(customer, file, { ...overwrite, partial: 'true' })
    expect(resetsTold(whole)).toEqual([])
    const { url } = await aPhoneOf(customer, her)

    const ended = await imports.applied(customer, whole)
    expect(ended).toMatchObject({ status: 'failed', failure: expect.stringContaining('line 2') })
    const left = await imports.applied(customer, partial)
    expect(left).toMatchObject({ status: 'done', done: 0, failed: 1 })
    const { items } = await ada.get(`${customer.path}/operations/${left.id}/items`).expect(200)
    expect(items).toMatchObject([{ outcome: 'failed', code: 'row.resets-clients' }])
    expect((await fetchAsPhone(url)).text).toContain(secret)
    expect(await recordOf(customer, her)).toMatchObject({ clientServiceUserName: 'anna', clientCount: 1 })
  })
})

describe('MU-10: a new SIP user name', () => {
  const hashed = { algorithm: 'MD5', realm: 'acme', ha1: 'a'.repeat(32) }

  test.each([
    ['PBX SIP', 'pbxSip'],
    ['MBG SIP', 'mbgSip'],
  ])('of the %s account needs a new password where the stored one is a hash', async (label, prefix) => {
    const customer = await aCustomer(ada)
    const her = await aSubscriber(ada, customer, {
      [`${prefix}UserName`]: '1001',
      [`${prefix}Password`]: hashed,
    })
    const names = `ID,${label} user name,${label} password`
    const rowOf = async (cells: string): Promise<Json> => {
      const made = await imports.planned(customer, csv([`${her.id},${cells}`], names), overwrite)
      return (await imports.rows(customer, made))[0]
    }
    expect(await rowOf('1002,')).toMatchObject({
      verdict: 'error',
      problems: [
        {
          field: `${prefix}Password`,
          severity: 'error',
          code: 'row.password-hashed',
          message: expect.stringMatching(/made for user name “1001”.*Enter the password again\.$/),
        },
      ],
    })
    expect(await rowOf('1002,n3w-secret')).toMatchObject({ verdict: 'change', problems: [] })
    expect(await rowOf('1001,')).toMatchObject({ verdict: 'unchanged' })
  })

  test('takes a password in clear text along', async () => {
    const customer = await aCustomer(ada)
    const her = await aSubscriber(ada, customer)
    const made = await imports.planned(customer, csv([`${her.id},1002`], 'ID,PBX SIP user name'), overwrite)
    expect((await imports.rows(customer, made))[0]).toMatchObject({ verdict: 'change', problems: [] })
  })
})
