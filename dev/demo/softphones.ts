import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { waitUntil } from '#tests/harness/wait-until.ts'
import { type Baresip, startBaresip } from '#tests/telephony/harness/baresip.ts'
import { type Linphone, startLinphone } from '#tests/telephony/harness/linphone.ts'
import type { Registrar } from '#tests/telephony/harness/registrar.ts'
import { fetchConfiguration } from './acts.ts'
import { anna, ben } from './employees.ts'
import { pbxDomain } from './registrar.ts'

type Stop = () => Promise<unknown>

/** Where the demo's softphones live, and what is to be stopped in the end. */
interface Setting {
  pbx: Registrar
  folder: string
  stops: Stop[]
}

/** Anna's Linphone: fetches its configuration from the ticket by itself, as after scanning the QR code. Answers when it is registered. */
export async function startAnnasLinphone(
  ticketUrl: string,
  { pbx, folder, stops }: Setting,
): Promise<Linphone> {
  const configFile = join(folder, 'linphonerc')
  await mkdir(folder, { recursive: true })
  // Unasked it calls itself "Unknown", and so would the timeline.
  await writeFile(configFile, '[sip]\nuser_agent=linphone-daemon\n')
  const linphone = await startLinphone({ workDir: join(folder, 'anna'), configFile, configUri: ticketUrl })
  // Killed after it has quit, or where it does not: that removes its socket.
  stops.push(() => linphone.quit().finally(() => linphone.kill()))
  await pbx.waitForBinding(`${anna.number}@${pbxDomain}`)
  return linphone
}

/** Ben's baresip: is given the file that the ticket leads to, and answers calls. Answers when it is registered. */
export async function startBensBaresip(ticketUrl: string, { folder, stops }: Setting): Promise<Baresip> {
  const file = await fetchConfiguration(ticketUrl, 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0')
  const [account = ''] = file.split('\n')
  const baresip = await startBaresip({
    workDir: join(folder, 'ben'),
    accountLine: `${account};answermode=auto`,
  })
  stops.push(() => baresip.quit())
  await baresip.waitForEvent('REGISTER_OK')
  return baresip
}

/** Anna calls Ben, who answers; she hangs up. @param answered is called while they talk */
export async function callBen(linphone: Linphone, baresip: Baresip, answered: () => void): Promise<void> {
  await linphone.command(`call sip:${ben.number}@${pbxDomain}`)
  await baresip.waitForEvent('CALL_ESTABLISHED')
  await waitUntil(async () => (await linphone.callStatus()) === 'LinphoneCallStreamsRunning', {
    what: 'Anna to hear Ben',
  })
  answered()
  await linphone.command('terminate')
  await baresip.waitForEvent('CALL_CLOSED')
}
