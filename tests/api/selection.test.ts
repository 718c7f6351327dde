import { expect, test } from 'vitest'
import { startTestApp } from '#tests/harness/app.ts'
import { aCustomer, aSubscriber, deployTo, finished } from '#tests/harness/people.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'

test('CD-4: an act on all whose link has expired is for those that the list shows at that moment', async () => {
  const app = await startTestApp()
  try {
    const ada = await app.ada()
    const customer = await aCustomer(ada)
    const anna = await aSubscriber(ada, customer)
    await deployTo(ada, customer, [anna.id])
    const path = `${customer.path}/subscribers`
    await waitUntil(async () => (await ada.get(`${path}/${anna.id}`).expect(200)).state === 'sent', {
      what: 'the link was sent',
    })
    app.clock.advance({ hours: 73 })
    // The session has ended before the link.
    const later = await app.ada()
    expect(await later.get(`${path}/count?linkExpired=true`).expect(200)).toEqual({ count: 1 })
    const selection = { all: true, filter: { linkExpired: true }, expectedCount: 1 }
    const { id } = await later.post(`${customer.path}/automatic-deployments`, { selection }).expect(202)
    expect(await finished(later, customer, id)).toMatchObject({ status: 'done', total: 1, failure: null })
  } finally {
    await app.stop()
  }
})
