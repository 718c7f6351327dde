import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer } from '#tests/harness/people.ts'

let app: TestApp

beforeAll(async () => {
  app = await startTestApp({ worker: false })
})
afterAll(() => app.stop())

test('CD-1: a search in an installation that never had a subscriber finds nobody', async () => {
  const ada = await app.ada()
  const acme = await aCustomer(ada)
  for (const search of ['anna', 'a', 'anna-lena', 'an ku']) {
    const found = await ada.get(`${acme.path}/subscribers?search=${encodeURIComponent(search)}`).expect(200)
    expect(found.items).toEqual([])
  }
})
