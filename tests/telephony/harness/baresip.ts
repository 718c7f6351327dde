import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { freePort } from '../../harness/free-port.ts'
import { waitUntil } from '../../harness/wait-until.ts'
import { type BaresipAnswer, type BaresipEvent, connectBaresipControl } from './baresip-control.ts'
import { runProgram, startProgram } from './program.ts'

export interface Baresip {
  /** @throws when baresip says that the command failed */
  command(name: string, params?: string): Promise<BaresipAnswer>
  /**
   * The next event of this type, such as REGISTER_OK, REGISTER_FAIL, CALL_ESTABLISHED or CALL_CLOSED. Events wait
   * until they are asked for, so none is missed; each is returned once.
   */
  waitForEvent(type: string, timeoutMs?: number): Promise<BaresipEvent>
  dial(uri: string): Promise<void>
  /** Takes the call that rings. */
  accept(): Promise<void>
  hangup(): Promise<void>
  /** Un-registers and ends. */
  quit(): Promise<void>
  /** What it printed, the SIP trace included. */
  log(): string
}

/**
 * Starts a real baresip that makes and takes calls with a tone for a voice. It registers with the file `accounts` that
 * lies in `workDir`, or with `accountLine`, a line as in that file.
 */
export async function startBaresip({
  accountLine,
  workDir,
}: {
  accountLine?: string
  workDir: string
}): Promise<Baresip> {
  const folder = path.resolve(workDir)
  const controlPort = await freePort()
  await mkdir(folder, { recursive: true })
  await writeFile(path.join(folder, 'config'), await configuration(folder, controlPort))
  // Made where they are missing, and left as they are where not.
  for (const name of ['accounts', 'contacts']) await writeFile(path.join(folder, name), '', { flag: 'a' })
  await writeFile(path.join(folder, 'tone.wav'), toneWav())

  const program = startProgram('baresip', ['-f', folder, '-s'], { cwd: folder })
  const control = await waitUntil(
    async () => (program.isRunning() ? connectBaresipControl(controlPort) : 'ended'),
    { what: 'baresip to take commands' },
  )
  if (control === 'ended') throw new Error(`baresip does not start.\n${program.output()}`)
  // Given now, it registers when somebody hears its events; from the file it may do so before.
  if (accountLine !== undefined) await control.command('uanew', accountLine)

  return {
    command: control.command,
    waitForEvent: control.waitForEvent,
    async dial(uri) {
      await control.command('dial', uri)
    },
    async accept() {
      await control.command('accept')
    },
    async hangup() {
      await control.command('hangup')
    },
    async quit() {
      if (!program.isRunning()) return
      // It may be gone before its answer is.
      await control.command('quit').catch(() => {})
      await waitUntil(() => !program.isRunning(), { what: 'baresip to quit' })
      control.close()
    },
    log: program.output,
  }
}

async function configuration(folder: string, controlPort: number): Promise<string> {
  return `module_path ${await moduleFolder()}
poll_method epoll
sip_listen 127.0.0.1:0
call_local_timeout 30
call_max_calls 4
audio_source aufile,${folder}/tone.wav
ausrc_srate 8000
auplay_srate 8000
ausrc_channels 1
auplay_channels 1
net_interface 127.0.0.1
rtp_ports 20000-29998
module g711.so
module aufile.so
module_tmp uuid.so
module_tmp account.so
module_app menu.so
module_app ctrl_tcp.so
ctrl_tcp_listen 127.0.0.1:${controlPort}
`
}

/** It has no default that works: without it baresip loads nothing, and does not register. */
async function moduleFolder(): Promise<string> {
  const { output } = await runProgram('dpkg', ['-L', 'baresip-core'], { cwd: '/' })
  const codec = output.split('\n').find((file) => file.endsWith('/g711.so'))
  if (!codec) throw new Error('The package baresip-core is not installed.')
  return path.dirname(codec)
}

/** Ten seconds of 440 Hz, 16 bit mono. At 8 kHz, since a source of another rate ends the call as unsupported. */
function toneWav(): Buffer {
  const sampleRate = 8000
  const sampleCount = 10 * sampleRate
  const wav = Buffer.alloc(44 + 2 * sampleCount)
  wav.write('RIFF', 0)
  wav.writeUInt32LE(36 + 2 * sampleCount, 4)
  wav.write('WAVEfmt ', 8)
  wav.writeUInt32LE(16, 16)
  wav.writeUInt16LE(1, 20)
  wav.writeUInt16LE(1, 22)
  wav.writeUInt32LE(sampleRate, 24)
  wav.writeUInt32LE(2 * sampleRate, 28)
  wav.writeUInt16LE(2, 32)
  wav.writeUInt16LE(16, 34)
  wav.write('data', 36)
  wav.writeUInt32LE(2 * sampleCount, 40)
  for (let i = 0; i < sampleCount; i++) {
    wav.writeInt16LE(Math.round(8000 * Math.sin((2 * Math.PI * 440 * i) / sampleRate)), 44 + 2 * i)
  }
  return wav
}
