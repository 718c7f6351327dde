import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import type { TestApp } from '#tests/harness/app.ts'
import { goThrough, type IdentityProvider, startIdentityProvider } from '#tests/harness/identity-provider.ts'
import { aCustomer, anAdminOf, aSecondPartner } from '#tests/harness/people.ts'
import {
  aVerifiedDomain,
  comeBack,
  enter,
  type Ground,
  passTest,
  signInThere,
  startGround,
} from './single-sign-on.testing.ts'

let ground: Ground
let app: TestApp
/** Carla is its admin, at the honest identity provider too. */
let acme: { id: string; path: string }
let honest: IdentityProvider
/** Of another partner, and its identity provider does what its admin Mallory wants. */
let evil: { id: string; path: string }
let malicious: IdentityProvider

beforeAll(async () => {
  ground = await startGround()
  app = ground.app
  honest = ground.provider
  malicious = await startIdentityProvider()
  acme = await aCustomer(await app.ada())
  const carla = await anAdminOf(app, acme)
  honest.person = { sub: 'carla-1', email: 'carla@acme.example' }
  await turnOn(carla, acme, honest, 'acme.example')
  const { admin: nadia } = await aSecondPartner(app)
  evil = await aCustomer(nadia, { name: 'Evil Ltd' })
  const mallory = await anAdminOf(app, evil, { email: 'mallory@evil.example' })
  malicious.person = { sub: 'mallory-1', email: 'mallory@evil.example' }
  await turnOn(mallory, evil, malicious, 'evil.example')
})

afterAll(async () => {
  await malicious?.[Symbol.asyncDispose]()
  await ground?.stop()
})

async function turnOn(
  admin: ApiClient,
  account: { path: string },
  provider: IdentityProvider,
  domain: string,
): Promise<void> {
  await aVerifiedDomain(admin, account, ground.nameServer, domain)
  await enter(admin, account, provider)
  await passTest(app, admin, account, provider)
  await admin.patch(`${account.path}/identity-provider`, { isOn: true }).expect(200)
}

/**
 * Mallory begins a way into Acme, and Carla one into Evil Ltd, whose identity provider sends her on to Acme's: with Mallory's nonce and challenge and
 * her own state.
 */
async function twoWays() {
  const begin = async (browser: ApiClient, account: { id: string }) =>
    new URL((await browser.post('/single-sign-ons', { accountId: account.id }).expect(201)).url)
  const [mallory, carla] = [app.anybody(), app.anybody()]
  const wanted = await begin(mallory, acme)
  const begun = await begin(carla, evil)
  const sentOn = new URL(wanted)
  sentOn.searchParams.set('state', begun.searchParams.get('state') ?? '')
  return { carla, begun, sentOn }
}

describe('threats "Forged identity": an identity provider that sends people on to the one of another account', () => {
  test('gets no code of theirs: it comes back at an address that is not of the account where the way was begun', async () => {
    const { carla, sentOn } = await twoWays()
    const address = await goThrough(sentOn.href, honest)
    expect(new URL(address).searchParams.get('code')).toBeTruthy()
    const before = malicious.tokensAskedFor
    expect(await comeBack(app, carla, address)).toEqual({
      to: '/sign-in?problem=sso-expired',
      session: undefined,
    })
    expect(malicious.tokensAskedFor).toBe(before)
  })

  test('is not helped by naming its own address: the other one sends nobody there', async () => {
    const { begun, sentOn } = await twoWays()
    sentOn.searchParams.set('redirect_uri', begun.searchParams.get('redirect_uri') ?? '')
    await expect(goThrough(sentOn.href, honest)).rejects.toThrow('redirect_uri')
  })

  test('spends no way by it: who began it comes in on it all the same', async () => {
    const { carla, begun, sentOn } = await twoWays()
    await comeBack(app, carla, await goThrough(sentOn.href, honest))
    const { to, session } = await comeBack(app, carla, await goThrough(begun.href, malicious))
    expect(to).toBe('/')
    expect(session).toBeDefined()
  })

  test.each([
    '',
    '/',
    '/x',
    '/0199d4a2-7c41-7d0e-8f2a-5b1c6e9d3f70',
  ])('and no answer counts at an address that ends with %j', async (end) => {
    const browser = app.anybody()
    const { url } = await browser.post('/single-sign-ons', { accountId: acme.id }).expect(201)
    const address = new URL(await goThrough(url, honest))
    address.pathname = `/sso/callback${end}`
    const before = honest.tokensAskedFor
    expect((await comeBack(app, browser, address.href)).session).toBeUndefined()
    expect(honest.tokensAskedFor).toBe(before)
  })

  test('while each account’s own people come in', async () => {
    for (const [account, provider] of [
      [acme, honest],
      [evil, malicious],
    ] as const) {
      expect((await signInThere(app, app.anybody(), account, provider)).session).toBeDefined()
    }
  })
})
