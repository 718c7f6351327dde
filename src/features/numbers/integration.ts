import type { Tx } from '#platform/database/index.ts'
import type { Events, Hears } from '#platform/events/events.ts'
import { twilioNotSetUp } from './errors.ts'
import { synchroniseSoon } from './jobs.ts'
import { readTwilio } from './twilio-store.ts'
import { assertCanBeGiven } from './user-numbers.ts'

/** What lower slices ask and tell of Twilio and its numbers. */
export const heard = {
  'integrations.presenting': (tx, { standings }) => presentCard(tx, standings),
  'integration.turning': async (tx, { integration, isOn }) => {
    if (integration !== 'twilio' || !isOn) return
    if ((await readTwilio(tx, true))?.state !== 'working') throw twilioNotSetUp()
    await synchroniseSoon(tx)
  },
  'users.sms-numbers-giving': (tx, { numbers }) => assertCanBeGiven(tx, numbers),
} satisfies Hears

async function presentCard(tx: Tx, standings: Events['integrations.presenting']['standings']): Promise<void> {
  const card = standings.get('twilio')
  if (!card) return
  const twilio = await readTwilio(tx)
  if (card.state === 'on' && twilio?.state === 'failing') {
    card.state = 'failing'
    card.failure = twilio.failure
  }
  if (card.state === 'off' && twilio?.state !== 'working') {
    const { code, message } = twilioNotSetUp()
    // Of one that is there, the code is that of what is wrong with it: the web UI asks for an account only where there is one.
    card.missing.push({ code: twilio?.failureCode ?? code, message: twilio?.failure ?? message })
  }
}
