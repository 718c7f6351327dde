import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { startChild } from './child.ts'
import { DemoRefusal } from './options.ts'

export const programFile = join(import.meta.dirname, '../../dist/rollcall.js')

/** Rollcall, running. */
export interface RunningProgram {
  origin: string
  /** Of the link that makes the first admin; undefined once there is one. */
  setUpToken: string | undefined
  /** When it has ended, what it said last. */
  ended: Promise<string>
}

/**
 * Starts `rollcall start` and answers when it runs. What it says goes to the log.
 * @throws DemoRefusal with what it said, where it does not start
 */
export async function startRollcall(options: {
  dataDir: string
  logFile: string
  ports: { service: number; redirect: number }
  smtpUrl: string
  /** Gets how to stop it, as soon as there is something to stop. */
  stops: Array<() => Promise<unknown>>
}): Promise<RunningProgram> {
  const { dataDir, logFile, ports, smtpUrl, stops } = options
  const child = startChild(process.execPath, ['--enable-source-maps', programFile, 'start'], {
    ...environmentWithoutSettings(),
    ROLLCALL_DATA_DIR: dataDir,
    ROLLCALL_PORT: String(ports.service),
    ROLLCALL_REDIRECT_PORT: String(ports.redirect),
    ROLLCALL_SMTP_URL: smtpUrl,
    ROLLCALL_MAIL_FROM: 'Northwind Telecom <phones@northwind.example>',
    ROLLCALL_LOG_LEVEL: 'info',
    // Where the demo plays Twilio.
    ROLLCALL_OUTBOUND_ALLOW: '127.0.0.1',
  })
  const log = createWriteStream(logFile, { flags: 'a', mode: 0o600 })
  stops.push(() => child.stop().finally(() => log.end()))
  const said: string[] = []
  child.complaints.on('data', (text) => {
    said.push(String(text))
    log.write(text)
  })
  const where = await new Promise<{ origin: string; setUpToken?: string } | undefined>((resolve) => {
    createInterface(child.lines).on('line', (line) => {
      log.write(`${line}\n`)
      const signIn = /^ +Sign in +(\S+)$/.exec(line)?.[1]
      if (signIn) resolve({ origin: signIn })
      const setUp = /^ +Set up +(\S+)$/.exec(line)?.[1]
      if (setUp)
        resolve({ origin: new URL(setUp).origin, setUpToken: setUp.slice(setUp.lastIndexOf('/') + 1) })
    })
    void child.ended.then(() => resolve(undefined))
  })
  if (!where)
    throw new DemoRefusal(`Rollcall does not start. It says:\n${said.join('') || `(see ${logFile})`}`)
  return {
    origin: where.origin,
    setUpToken: where.setUpToken,
    ended: child.ended.then(() => said.join('').slice(-2_000)),
  }
}

/** The demo is the same everywhere: settings of a Rollcall that runs on this machine are not its own. */
export function environmentWithoutSettings(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env)
  return Object.fromEntries(entries.filter(([name]) => !/^(ROLLCALL_|DATABASE_(OWNER_)?URL$)/.test(name)))
}
