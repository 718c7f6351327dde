import { randomUUID } from 'node:crypto'
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { waitUntil } from '../../harness/wait-until.ts'
import { connectLinphoneControl, type LinphoneControl } from './linphone-control.ts'
import { type Program, startProgram } from './program.ts'

export interface LinphoneOptions {
  /** Its own folder, made where missing. */
  workDir: string
  /** Where it fetches its configuration at each start: `https://localhost:…`, not an address and no redirect. */
  configUri?: string
  /** A linphonerc to begin with; it is copied. */
  configFile?: string
  /** The certificate authority it trusts, a PEM file. */
  rootCa?: string
  /** Answers every call. */
  autoAnswer?: boolean
}

export interface Linphone {
  /** Sends one command of linphone-daemon and returns its answer. @throws when the answer is an error */
  command(text: string): Promise<string>
  /** The state of the current call, such as `LinphoneCallStreamsRunning`; undefined when there is none. */
  callStatus(): Promise<string | undefined>
  /** An entry of its configuration file. */
  configGet(section: string, key: string): Promise<string | undefined>
  /** The configuration file as it stands now. */
  configText(): Promise<string>
  /** Ends it as a person would: it un-registers first. */
  quit(): Promise<void>
  /** Ends it as a crash would: its registration stays until it expires. */
  kill(): Promise<void>
  /** Ends it where it still runs and starts it with the same file: it fetches its configuration again. */
  restart(): Promise<void>
  log(): Promise<string>
}

/** Starts a real linphone (linphone-daemon) without display, sound or fixed ports. */
export async function startLinphone(options: LinphoneOptions): Promise<Linphone> {
  const workDir = path.resolve(options.workDir)
  const configFile = path.join(workDir, 'linphonerc')
  const logFile = path.join(workDir, 'log.txt')
  const pipeName = `linphone-${randomUUID()}`
  // Its folder is fixed, whatever TMPDIR says.
  const pipe = `/tmp/${pipeName}`

  // Without this folder it cannot open its database, and hangs without a word.
  await mkdir(path.join(workDir, 'home/.local/share/linphone'), { recursive: true })
  await writeConfiguration(configFile, options)

  async function start(): Promise<{ program: Program; control: LinphoneControl }> {
    const program = startProgram(
      'linphone-daemon',
      [
        ...['--config', configFile, '--log', logFile, '--pipe', pipeName, '--disable-stats-events'],
        ...(options.autoAnswer ? ['--auto-answer'] : []),
      ],
      // It leaves a folder pulse-… in TMPDIR.
      { cwd: workDir, env: { HOME: path.join(workDir, 'home'), TMPDIR: workDir } },
    )
    const control = await waitUntil(
      async () => (program.isRunning() ? connectLinphoneControl(pipe) : 'ended'),
      { what: 'linphone to take commands' },
    )
    if (control === 'ended') throw new Error(`linphone does not start.\n${program.output()}`)
    return { program, control }
  }

  async function command(text: string): Promise<string> {
    const answer = await running.control.ask(text)
    if (!answer.startsWith('Status: Ok')) throw new Error(`linphone, ${text}: ${answer}`)
    return answer.replace(/^Status: Ok\n*/, '')
  }

  async function quit(): Promise<void> {
    if (!running.program.isRunning()) return
    await command('quit')
    await waitUntil(() => !running.program.isRunning(), { what: 'linphone to quit' })
    await rm(pipe, { force: true })
  }

  const configText = () => readFile(configFile, 'utf8')
  let running = await start()

  return {
    command,
    async callStatus() {
      const answer = await running.control.ask('call-status')
      if (answer.includes('No current call available')) return undefined
      return /^State: (\w+)$/m.exec(answer)?.[1] ?? answer
    },
    configText,
    // Not by its command config-get, which crashes on an entry that is not set.
    configGet: async (section, key) => entryOf(await configText(), section, key),
    quit,
    async kill() {
      await running.program.stop('SIGKILL')
      await rm(pipe, { force: true })
    },
    async restart() {
      await quit()
      running = await start()
    },
    log: () => readFile(logFile, 'utf8'),
  }
}

async function writeConfiguration(file: string, options: LinphoneOptions): Promise<void> {
  if (options.configFile) await copyFile(options.configFile, file)
  // A section that comes twice is merged. Ports of -1 are random ones.
  const lines = ['', '[sip]', 'sip_port=-1', 'sip_tcp_port=-1', 'sip_tls_port=-1']
  if (options.rootCa) lines.push(`root_ca=${options.rootCa}`)
  if (options.configUri) lines.push('[misc]', `config-uri=${options.configUri}`)
  await writeFile(file, `${lines.join('\n')}\n`, { flag: 'a' })
}

function entryOf(config: string, section: string, key: string): string | undefined {
  let current = ''
  for (const line of config.split('\n')) {
    if (line.startsWith('[')) current = line.slice(1, line.indexOf(']'))
    else if (current === section && line.startsWith(`${key}=`)) return line.slice(key.length + 1).trim()
  }
  return undefined
}
