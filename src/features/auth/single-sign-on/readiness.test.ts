import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  aVerifiedDomain,
  type Company,
  enter,
  type Ground,
  passTest,
  startGround,
} from './single-sign-on.testing.ts'

let ground: Ground
let company: Company

beforeAll(async () => {
  ground = await startGround()
  company = await ground.aCompany()
})
afterAll(() => ground?.stop())

const cardOfSso = async () => {
  const { items } = await company.carla.get(`${company.account.path}/integrations`).expect(200)
  const card = items.find(({ integration }: { integration: string }) => integration === 'sso')
  return { ...card, missing: card.missing.map(({ code }: { code: string }) => code) }
}

test('UA-71: single sign-on stands among the integrations as its identity provider does, and has no switch there', async () => {
  const { app, provider, nameServer } = ground
  const { carla, account, domain, path } = company
  expect(await cardOfSso()).toMatchObject({
    state: 'off',
    missing: ['auth.no-identity-provider'],
    canBeTurned: false,
    version: 0,
  })

  await enter(carla, account, provider)
  expect(await cardOfSso()).toMatchObject({
    state: 'off',
    missing: ['auth.identity-provider-untested', 'auth.no-verified-domain'],
    version: 1,
  })

  await aVerifiedDomain(carla, account, nameServer, domain)
  expect((await cardOfSso()).missing).toEqual(['auth.identity-provider-untested'])

  await passTest(app, carla, account, provider)
  expect(await cardOfSso()).toMatchObject({ state: 'off', missing: [] })

  await carla.patch(path, { isOn: true }).expect(200)
  expect(await cardOfSso()).toMatchObject({ state: 'on', missing: [] })

  const refused = await carla.patch(`${account.path}/integrations/sso`, { isOn: false })
  expect(refused).toMatchObject({ status: 409, body: { code: 'integrations.set-up-elsewhere' } })
  expect(await cardOfSso()).toMatchObject({ state: 'on' })
})
