import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'
import { type Dora, invitationsOf, linkUnknown } from './invitations.testing.ts'

let app: TestApp
let ada: ApiClient
let invitations: ReturnType<typeof invitationsOf>

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
  invitations = invitationsOf(app, () => ada)
})
afterAll(() => app.stop())

describe('the link of a welcome e-mail', () => {
  test('UA-16: is spent by no look, works for seven days and not longer', async () => {
    const dora = await invitations.aCustomerWithDora('Days')
    const token = await invitations.invited(dora)
    app.clock.advance({ hours: 7 * 24 - 1 })
    for (const _time of [1, 2, 3]) await invitations.lookUp(token).expect(200)
    app.clock.advance({ hours: 2 })
    // Her session has not lasted so long.
    ada = await app.ada()
    expect(await invitations.invitationOf(dora)).toMatchObject({ state: 'expired' })
    expect(await invitations.lookUp(token)).toMatchObject(linkUnknown)
    expect(await invitations.finish(token)).toMatchObject(linkUnknown)
  })

  test('UA-16: answers alike whether it is malformed, unknown, used, or of an account that is not active', async () => {
    const dora = await invitations.aCustomerWithDora('Alike')
    const used = await invitations.invited(dora)
    await invitations.finish(used).expect(201)
    const other = await invitations.aCustomerWithDora('Closed')
    const closed = await invitations.invited(other)
    await asSuperuser(app.database, "update app.accounts set status = 'deactivated' where account_id = $1", [
      other.customer.id,
    ])
    const unknown = `${used.slice(0, -1)}${used.endsWith('A') ? 'B' : 'A'}`
    const answers = await Promise.all(
      ['x', unknown, used, closed].flatMap((token) => [invitations.lookUp(token), invitations.finish(token)]),
    )
    const told = answers.map(({ status, body }) => JSON.stringify({ status, ...body, requestId: undefined }))
    expect(new Set(told).size).toBe(1)
    expect(answers[0]).toMatchObject(linkUnknown)
  })

  test('UA-4: ends when the person is deactivated, and when their e-mail address changes', async () => {
    for (const [name, change] of [
      ['Deactivated', { deactivated: true }],
      ['Moved', { email: 'dora.new@moved.example' }],
    ] as const) {
      const dora = await invitations.aCustomerWithDora(name)
      const token = await invitations.invited(dora)
      await ada.patch(dora.path, change).expect(200)
      expect(await invitations.lookUp(token)).toMatchObject(linkUnknown)
      expect(await invitations.finish(token)).toMatchObject(linkUnknown)
      expect(await invitations.invitationOf(dora)).toMatchObject({ state: 'none' })
    }
  })

  test('UA-83: ends when the person is deleted', async () => {
    const dora = await invitations.aCustomerWithDora('Deleted')
    const token = await invitations.invited(dora)
    await ada.delete(dora.path).expect(204)
    expect(await invitations.lookUp(token)).toMatchObject(linkUnknown)
  })

  test.each<[string, string, (dora: Dora) => ReturnType<ApiClient['patch']>]>([
    ['UA-83: has ended', 'recalled', ({ path }) => ada.patch(path, { deactivated: true })],
    [
      'UA-1: leads into an account that was deactivated',
      'not-sent',
      ({ customer }) => ada.patch(customer.path, { status: 'deactivated' }),
    ],
  ])('%s before its mail went: the mail does not go', async (_, status, act) => {
    const dora = await invitations.aCustomerWithDora(status)
    app.mail.refuse((address) => (address === dora.email ? 450 : undefined))
    await ada.post(`${dora.path}/welcome-emails`).expect(202)
    const mail = async () => {
      const row = 'select status, server_answer from app.outgoing_mails where recipient = $1'
      return (await asSuperuser(app.database, row, [dora.email]))[0]
    }
    await waitUntil(async () => (await mail()).server_answer, { what: 'the mail is put off' })
    await act(dora).expect(200)
    app.mail.refuse(() => undefined)
    await waitUntil(
      async () => {
        // Its next attempt is seconds away, and due now.
        const jobs = 'update graphile_worker._private_jobs set run_at = now() where locked_at is null'
        await asSuperuser(app.database, jobs)
        return (await mail()).status !== 'queued'
      },
      { what: 'the next attempt is made' },
    )
    await waitUntil(async () => (await mail()).status === status, { what: `the mail is ${status}` })
    expect(await invitations.mailsTo(dora.email)).toEqual([])
  })

  test('UA-82: adds the account again of a person synchronised from a PBX whose account was removed', async () => {
    const dora = await invitations.aCustomerWithDora('Synchronised')
    await asSuperuser(app.database, "update app.users set origin = 'pbx', on_pbx = true where user_id = $1", [
      dora.id,
    ])
    await invitations.finish(await invitations.invited(dora)).expect(201)
    await ada.delete(dora.path).expect(204)
    expect((await invitations.signIn(dora.email)).status).toBe(401)
    expect(await invitations.invitationOf(dora)).toMatchObject({ state: 'none' })
    await invitations.finish(await invitations.invited(dora)).expect(201)
    expect((await invitations.signIn(dora.email)).status).toBe(201)
  })

  test('stands in no log, no table, no answer and no event', async () => {
    const dora = await invitations.aCustomerWithDora('Secret')
    const token = await invitations.invited(dora)
    await invitations.lookUp(token).expect(200)
    await fetch(`${app.serviceOrigin}/welcome/${token}`, { headers: { accept: 'text/html' } })
    const secret = token.split('.')[1] as string
    const { items } = await ada.get(`/accounts/${dora.customer.id}/events?limit=50`).expect(200)
    const rows = await asSuperuser(
      app.database,
      `select to_jsonb(m)::text as text from app.outgoing_mails m
        union all select to_jsonb(l)::text from app.set_up_links l
        union all select to_jsonb(j)::text from graphile_worker._private_jobs j`,
    )
    const texts = [...rows.map(({ text }) => text), JSON.stringify(items), app.logged.join('')]
    expect(texts.filter((text) => text.includes(secret))).toEqual([])
  })
})
