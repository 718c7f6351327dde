import { newId } from '#platform/database/index.ts'
import { finished } from '../harness/people.ts'
import { type Act, inBulk } from './audited-subscriber-acts.ts'

type Estate = Parameters<Act['prepare']>[0]

/** Every act on SMS numbers and the Twilio account. Nothing answers at its address: that is an act too. */
export const numberActs: Record<string, Act> = {
  saveTwilioAccount: {
    writes: 'twilio-account.saved',
    prepare: async (estate) => () => save(estate),
  },
  changeTwilioAccount: {
    writes: 'twilio-account.changed',
    prepare: async (estate) => {
      const { userNumbers } = await save(estate)
      return () => estate.ada.patch(pathOf(estate), { userNumbers: !userNumbers }).expect(200)
    },
  },
  checkTwilioAccount: {
    writes: 'twilio-account.checked',
    prepare: async (estate) => {
      await save(estate)
      return () => estate.ada.post(`${pathOf(estate)}/checks`).expect(200)
    },
  },
  synchroniseSmsNumbers: {
    writes: 'sms-number-synchronisation.started',
    prepare: async (estate) => {
      const { ada, customer } = estate
      await save(estate)
      return async () => {
        const { id } = await ada.post(`${customer.path}/sms-number-synchronisations`, {}).expect(202)
        await finished(ada, customer, id)
      }
    },
  },
  // Of nobody: each who is given a number has an event as well (numbers/assignments.test.ts).
  assignSmsNumbers: {
    writes: 'sms-number-assignment.started',
    prepare:
      async ({ ada, customer }) =>
      () =>
        inBulk(ada, customer, 'sms-number-assignments', [newId()], { assign: false }),
  },
  removeTwilioAccount: {
    writes: 'twilio-account.removed',
    prepare: async (estate) => {
      await save(estate)
      return () => estate.ada.delete(pathOf(estate)).expect(204)
    },
  },
}

const pathOf = ({ customer }: Estate) => `${customer.path}/twilio-account`

function save(estate: Estate) {
  const account = { origin: 'http://127.0.0.1:1', accountSid: `AC${'7'.repeat(32)}`, secret: 'none' }
  return estate.ada.put(pathOf(estate), account).expect(200)
}
