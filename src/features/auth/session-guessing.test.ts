import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { randomCredential } from '#platform/secrets/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, anAdminOf, aSetUpLink, auditTrailOf } from '#tests/harness/people.ts'
import { addPartnerWithLink } from './index.ts'

let app: TestApp
let acme: Awaited<ReturnType<typeof aCustomer>>
let people = 0

beforeAll(async () => {
  app = await startTestApp({ worker: false, trustProxy: true })
  acme = await aCustomer(await app.ada())
})
afterAll(() => app.stop())

interface Person {
  email: string
  password: string
}

async function carla(): Promise<Person> {
  const person = { email: `carla${++people}@acme.example`, password: 'carla counts the stairs' }
  await anAdminOf(app, acme, person)
  return person
}

async function signedIn(person: Person): Promise<ApiClient> {
  const client = app.anybody()
  await client.post('/sessions', person).expect(201)
  return client
}

describe('Stolen session of an administrator', () => {
  const stepUp = (client: ApiClient, password: string) =>
    client.post('/sessions/current/step-ups', { password })

  test('five wrong passwords at step-ups end the session: it must sign in again', async () => {
    const person = await carla()
    const [thief, owner] = [await signedIn(person), await signedIn(person)]
    for (let guess = 0; guess < 4; guess++) {
      expect(await stepUp(thief, `guess ${guess}`)).toMatchObject({
        status: 403,
        body: { code: 'auth.wrong-password' },
      })
    }
    expect(await stepUp(thief, 'guess 5')).toMatchObject({
      status: 401,
      body: { code: 'auth.not-signed-in', detail: expect.stringContaining('signed out') },
    })
    expect(await stepUp(thief, person.password)).toMatchObject({ status: 401 })
    expect((await thief.get('/sessions/current')).status).toBe(401)
    expect((await owner.get('/sessions/current')).status).toBe(200)
    expect((await auditTrailOf(await app.ada(), acme)).at(-1)).toBe('session.closed')
  })

  test('a right one in between starts the count anew', async () => {
    const person = await carla()
    const client = await signedIn(person)
    for (let round = 0; round < 2; round++) {
      for (let guess = 0; guess < 4; guess++) await stepUp(client, 'wrong').expect(403)
      await stepUp(client, person.password).expect(201)
    }
  })

  test('of a hundred guesses at the same time none past the fifth is compared', async () => {
    const person = await carla()
    const client = await signedIn(person)
    const wrongOnes = Array.from({ length: 100 }, (_, at) => stepUp(client, `guess ${at}`))
    const answers = await Promise.all(wrongOnes)
    const compared = answers.filter(({ body }) => body.code === 'auth.wrong-password')
    expect(compared.length).toBeLessThanOrEqual(4)
    expect((await client.get('/sessions/current')).status).toBe(401)
  })
})

describe('Password guessing: a set-up link', () => {
  const setUp = (token: string, address: string, email: string) =>
    app
      .anybody()
      .post(
        '/set-ups',
        { token, password: 'carla counts the stairs', lastName: 'Rossi', email },
        { 'x-forwarded-for': address },
      )

  test('is not guessed at for long: after twenty unknown ones a network pauses, with no cost to others', async () => {
    const network = '10.3.0.1'
    const guess = () => setUp(randomCredential(acme.id, 32).text, network, 'mallory@acme.example')
    const answers = await Promise.all(Array.from({ length: 25 }, guess))
    expect(answers.filter(({ status }) => status === 410)).toHaveLength(20)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(5)
    const { setUpToken } = await addPartnerWithLink(app.platform, 'Unbothered', 'DE')
    await setUp(setUpToken, '10.3.0.2', 'carla@unbothered.example').expect(201)
  })

  test('UA-16: that is right is looked up and finished, whatever others of its network have tried', async () => {
    const network = { 'x-forwarded-for': '10.3.0.3' }
    const used = await aSetUpLink(app, acme, { email: 'used@acme.example' })
    await setUp(used, '10.3.0.4', 'used@acme.example').expect(201)
    const lookUp = (token: string) => app.anybody().post('/set-up-lookups', { token }, network)
    for (let opened = 0; opened < 20; opened++) await lookUp(used).expect(410)
    expect(await lookUp(used)).toMatchObject({ status: 429, body: { code: 'auth.too-many-attempts' } })
    const right = await aSetUpLink(app, acme, { email: 'new@acme.example' })
    await lookUp(right).expect(200)
    await setUp(right, '10.3.0.3', 'new@acme.example').expect(201)
  })
})
