import { waitUntil } from '../../harness/wait-until.ts'
import type { Linphone } from './linphone.ts'

/** Waits until a call rings at linphone. */
export async function rings(linphone: Linphone): Promise<void> {
  await waitUntil(async () => (await linphone.callStatus()) === 'LinphoneCallIncomingReceived', {
    what: 'a call to ring at linphone',
  })
}

/** Waits until linphone has a call in which sound runs. */
export async function callRuns(linphone: Linphone): Promise<void> {
  await waitUntil(async () => (await linphone.callStatus()) === 'LinphoneCallStreamsRunning', {
    what: 'the call to run at linphone',
  })
}

/** Waits until linphone has no call any more. */
export async function callEnds(linphone: Linphone): Promise<void> {
  await waitUntil(async () => (await linphone.callStatus()) === undefined, {
    what: 'the call to end at linphone',
  })
}
