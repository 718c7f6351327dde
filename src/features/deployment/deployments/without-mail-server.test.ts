import { describe, expect, test } from 'vitest'
import { startTestApp } from '#tests/harness/app.ts'
import { aCustomer, aSubscriber, deployTo, timelineOf } from '#tests/harness/people.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'

describe('without a mail server', () => {
  test('the deployment has failed, and the timeline says that no mail server is configured', async () => {
    const mute = await startTestApp({ smtp: false })
    try {
      const admin = await mute.ada()
      const account = await aCustomer(admin)
      await admin.patch(account.path, { redirectBypass: true }).expect(200)
      const anna = await aSubscriber(admin, account)
      await deployTo(admin, account, [anna.id])
      await waitUntil(async () => (await timelineOf(admin, account, anna.id)).includes('mail.not-sent'), {
        what: 'the mail is known not to be sent',
      })
      expect(await admin.get(`${account.path}/subscribers/${anna.id}`).expect(200)).toMatchObject({
        state: 'failed',
        deployedAt: null,
      })
    } finally {
      await mute.stop()
    }
  })
})
