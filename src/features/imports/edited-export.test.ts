import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, aSubscriber } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { codes, csv, type Imports, importsOf, people } from './imports.testing.ts'

let app: TestApp
let ada: ApiClient
let imports: Imports

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
  imports = importsOf(ada)
})
afterAll(() => app.stop())

describe('conflicts', () => {
  test('the same PBX account twice in the file: the second is a conflict that names the first', async () => {
    const customer = await aCustomer(ada)
    const made = await imports.planned(
      customer,
      csv([...people, 'Dan,Dorn,dan@acme.example,PBX.acme.example,1002,x']),
    )
    expect(made.counts).toMatchObject({ create: 3, conflict: 1 })
    const [conflict] = await imports.rows(customer, made, '&verdict=conflict')
    expect(conflict.problems).toMatchObject([
      { code: 'row.twice', message: expect.stringContaining('Line 3') },
    ])
  })

  test('the same PBX account or client service account in the account, without ID', async () => {
    const customer = await aCustomer(ada)
    await aSubscriber(ada, customer, { clientServiceUserName: 'akuehn' })
    const made = await imports.planned(
      customer,
      csv(
        ['A,a@acme.example,pbx.acme.example,1001,x,', 'B,b@acme.example,pbx.acme.example,7,x,akuehn'],
        'Last name,Email address,PBX SIP host,PBX SIP user name,PBX SIP password,Client service user name',
      ),
    )
    expect(made.counts).toMatchObject({ create: 0, conflict: 2 })
    expect((await imports.rows(customer, made)).map(codes)).toEqual([['row.conflict'], ['row.conflict']])
  })

  test('a like account at another customer is none', async () => {
    const [customer, other] = [await aCustomer(ada), await aCustomer(ada, { name: 'Globex' })]
    await aSubscriber(ada, other)
    expect((await imports.planned(customer, csv(people))).counts).toMatchObject({ create: 3, conflict: 0 })
  })
})

describe('an edited export', () => {
  const idColumns = 'ID,First name,Voicemail number,Deployment PIN'

  test('CD-10: a spreadsheet export saved again with commas and LF still says nothing new about a name that looks like a formula', async () => {
    const customer = await aCustomer(ada)
    const anna = await aSubscriber(ada, customer, { firstName: '=Anna', lastName: '-Kühn' })
    const made = await imports.planned(
      customer,
      csv([`${anna.id},'=Anna,'-Kühn`], 'ID,First name,Last name'),
      { overwrite: 'true' },
    )
    expect(made.counts).toMatchObject({ unchanged: 1, change: 0 })
  })

  test('CD-10: with overwrite, changes the record of the ID: an absent column and an empty cell leave data alone', async () => {
    const customer = await aCustomer(ada)
    const anna = await aSubscriber(ada, customer, { voicemailNumber: '9000', deploymentPin: '1111' })
    const made = await imports.planned(customer, csv([`${anna.id},Änne,,`], idColumns), { overwrite: 'true' })
    expect(made.counts).toMatchObject({ change: 1, create: 0, error: 0 })
    expect(await imports.applied(customer, made)).toMatchObject({ done: 1 })
    expect(await imports.subscribers(customer)).toMatchObject([
      {
        id: anna.id,
        firstName: 'Änne',
        lastName: 'Kühn',
        voicemailNumber: '9000',
        pbxSipHost: 'pbx.acme.example',
        secretsSet: { pbxSipPassword: true, deploymentPin: true },
        version: 2,
      },
    ])
  })

  test('an empty cell clears when that was ticked, and never a secret whose column is absent', async () => {
    const customer = await aCustomer(ada)
    const anna = await aSubscriber(ada, customer, { voicemailNumber: '9000', deploymentPin: '1111' })
    const made = await imports.planned(customer, csv([`${anna.id},,,`], idColumns), {
      overwrite: 'true',
      emptyClears: 'true',
    })
    await imports.applied(customer, made)
    expect(await imports.subscribers(customer)).toMatchObject([
      { firstName: '', voicemailNumber: null, secretsSet: { deploymentPin: false, pbxSipPassword: true } },
    ])
  })

  test('that says nothing new is unchanged, and nothing is written', async () => {
    const customer = await aCustomer(ada)
    const anna = await aSubscriber(ada, customer)
    const made = await imports.planned(customer, csv([`${anna.id},Anna,,`], idColumns), { overwrite: 'true' })
    expect(made.counts).toMatchObject({ unchanged: 1, change: 0 })
    expect(await imports.applied(customer, made)).toMatchObject({ total: 0, status: 'done' })
    expect((await imports.subscribers(customer))[0].version).toBe(1)
  })

  test('without overwrite an ID is an error; an ID of another account is as unknown as none', async () => {
    const [customer, other] = [await aCustomer(ada), await aCustomer(ada, { name: 'Globex' })]
    const anna = await aSubscriber(ada, customer)
    const foreign = await aSubscriber(ada, other)
    const without = await imports.planned(customer, csv([`${anna.id},Änne,,`], idColumns))
    expect(codes((await imports.rows(customer, without))[0])).toContain('row.exists')
    const made = await imports.planned(customer, csv([`${foreign.id},X,,`, `${newId()},X,,`], idColumns), {
      overwrite: 'true',
    })
    const [one, two] = await imports.rows(customer, made)
    expect(one.verdict).toBe('error')
    expect(one.problems).toEqual(two.problems)
    expect(codes(one)).toEqual(['row.id-unknown'])
  })

  test('MU-7: a changed cell of a field that a source owns is an error that says so, in words and not by an id; an equal one is not', async () => {
    const customer = await aCustomer(ada)
    const anna = await aSubscriber(ada, customer)
    const owner = newId()
    await asSuperuser(app.database, 'update app.subscribers set owners = $1 where subscriber_id = $2', [
      JSON.stringify({ firstName: owner }),
      anna.id,
    ])
    const changed = await imports.planned(customer, csv([`${anna.id},Änne,,1234`], idColumns), {
      overwrite: 'true',
    })
    const [row] = await imports.rows(customer, changed)
    expect(row.problems).toMatchObject([{ field: 'firstName', code: 'row.field-owned' }])
    expect(row.problems[0].message).toContain('First name is owned by the source')
    expect(row.problems[0].message).not.toContain(owner)
    const equal = await imports.planned(customer, csv([`${anna.id},Anna,,1234`], idColumns), {
      overwrite: 'true',
    })
    expect(await imports.applied(customer, equal)).toMatchObject({ status: 'done', done: 1, failed: 0 })
    expect((await imports.subscribers(customer))[0]).toMatchObject({
      firstName: 'Anna',
      secretsSet: { deploymentPin: true },
    })
  })

  test('MU-9: a change that leaves a stand-alone record without what it needs is an error of its row', async () => {
    const customer = await aCustomer(ada)
    const [anna, bob] = [
      await aSubscriber(ada, customer),
      await aSubscriber(ada, customer, { pbxSipUserName: '1002' }),
    ]
    const options = { overwrite: 'true', emptyClears: 'true', partial: 'true' }
    const columns = 'ID,First name,PBX SIP host'
    const made = await imports.planned(
      customer,
      csv([`${anna.id},Änne,`, `${bob.id},Bob,new.acme.example`], columns),
      options,
    )
    expect(made.counts).toMatchObject({ change: 1, error: 1 })
    expect(codes((await imports.rows(customer, made, '&verdict=error'))[0])).toEqual(['row.stand-alone'])
    expect(await imports.applied(customer, made)).toMatchObject({ status: 'done', done: 1 })
  })
})
