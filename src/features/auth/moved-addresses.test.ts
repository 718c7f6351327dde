import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aColleague, aCustomer, anAdminOf, aPerson, finished } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { peopleCsv, userImportsOf } from '#tests/harness/user-imports.ts'

let app: TestApp
let ada: ApiClient
let acme: Awaited<ReturnType<typeof aCustomer>>
let users: string

beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.stop())
beforeEach(async () => {
  ada = await app.ada()
  acme = await aCustomer(ada)
  users = `${acme.path}/users`
})

/** Who was told that another address signs them in, sent or not, in the order of their addresses. */
const told = async () =>
  (
    await asSuperuser(
      app.database,
      `select recipient, language from app.outgoing_mails
        where account_id = $1 and kind = 'sign-in-notice' and parameters->'notice'->>'what' = 'email-changed' order by recipient`,
      [acme.id],
    )
  ).map(({ recipient, language }) => [recipient, language])
const move = (id: string, email: string, by = ada) => by.patch(`${users}/${id}`, { email }).expect(200)

describe('threats "Moved e-mail address": who has registered is told at the old address', () => {
  test('by whom and in which account, in their language, without the new address in full', async () => {
    const { id } = await aPerson(app, acme, {
      email: `dora@${acme.id}.example`,
      columns: { language: 'de' },
    })
    await move(id, 'mallory.thief@evil.example')
    const { raw } = await app.mail.waitForMessage(({ envelope }) =>
      envelope.to.includes(`dora@${acme.id}.example`),
    )
    const { subject, text, html } = await app.mail.parse(raw)
    expect(subject).toBe('Acme: Die E-Mail-Adresse, mit der Sie sich anmelden, wurde geändert')
    const { user } = await ada.get('/sessions/current').expect(200)
    for (const part of [
      'Dora Weiss',
      `dora@${acme.id}.example`,
      `${user.name}, ${user.email}`,
      'm…@evil.example',
    ])
      expect(text).toContain(part)
    expect(`${subject}${text}${html}`).not.toContain('mallory')
    expect(html).not.toContain('href="')
    expect(await told()).toEqual([[`dora@${acme.id}.example`, 'de']])
  })

  test('also by their own act, as the only administrator, who has nobody else to be told', async () => {
    const carla = await anAdminOf(app, acme)
    const { user } = await carla.get('/sessions/current').expect(200)
    await move(user.id, 'thief@evil.example', carla)
    expect(await told()).toEqual([['carla@acme.example', 'en']])
  })

  test('also while they are locked or deactivated', async () => {
    const locked = await aPerson(app, acme, { email: 'l@acme.example', columns: { status: 'locked' } })
    const inactive = await aPerson(app, acme, { email: 'i@acme.example', columns: { status: 'inactive' } })
    for (const { id } of [locked, inactive]) await move(id, `${id}@evil.example`)
    expect(await told()).toEqual([
      ['i@acme.example', 'en'],
      ['l@acme.example', 'en'],
    ])
  })

  test('and nobody who has not, nor of another spelling, nor of an act that is refused', async () => {
    const una = await aColleague(app, acme, { email: 'una@acme.example', registered: false })
    const dora = await aPerson(app, acme, { email: 'dora@acme.example' })
    await move(una.id, 'una.weiss@acme.example')
    await move(dora.id, 'DORA@acme.example')
    await ada.patch(`${users}/${dora.id}`, { email: 'una.weiss@acme.example' }).expect(409)
    await ada.patch(`${users}/${dora.id}`, { language: 'fr' }).expect(200)
    expect(await told()).toEqual([])
  })

  test('once each by an import, and again when it is undone', async () => {
    const people = await Promise.all(
      ['a', 'b'].map((name) => aPerson(app, acme, { email: `${name}@acme.example` })),
    )
    const una = await aColleague(app, acme, { email: 'una@acme.example', role: 'user', registered: false })
    const imports = userImportsOf(ada, acme)
    const lines = [...people, una].map(({ id }, index) => `${id},new${index}@acme.example`)
    const plan = await imports.planned(peopleCsv(lines, 'ID,Email'), { overwrite: 'true' })
    expect(await imports.applied(plan)).toMatchObject({ status: 'done', done: 3 })
    expect(await told()).toEqual([
      ['a@acme.example', 'en'],
      ['b@acme.example', 'en'],
    ])
    expect(await imports.undone(plan)).toMatchObject({ status: 'done' })
    expect((await told()).map(([recipient]) => recipient)).toEqual([
      'a@acme.example',
      'b@acme.example',
      'new0@acme.example',
      'new1@acme.example',
    ])
  })

  test('and not of what a bulk act changes beside', async () => {
    const { id } = await aPerson(app, acme, { email: 'dora@acme.example' })
    const update = { selection: { ids: [id] }, changes: { language: 'fr' } }
    const operation = await ada.post(`${acme.path}/user-updates`, update).expect(202)
    await finished(ada, acme, operation.id)
    expect(await told()).toEqual([])
  })
})
