import { EventEmitter, on } from 'node:events'
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Mail, readMail } from './mail.ts'
import { startSmtp } from './smtp.ts'
import { startWeb } from './web.ts'

/** A mail server that passes nothing on, and the web page that shows what it got. */
export interface Mailbox {
  /** Where to send mails, for `ROLLCALL_SMTP_URL`. */
  smtpUrl: string
  /** Where to look at them. */
  origin: string
  /** All mails, oldest first. */
  mails: readonly Mail[]
  /** The first mail that fits, of those that are there or are still to come. @throws when `signal` is aborted before */
  waitFor(fits: (mail: Mail) => boolean, signal: AbortSignal): Promise<Mail>
  /** Calls `hear` with each mail from now on. */
  onArrival(hear: (mail: Mail) => void): void
  stop(): Promise<void>
}

interface Options {
  /** On 127.0.0.1; 0 takes a free one. */
  smtpPort: number
  webPort: number
  /** Keeps the mails, and shows those of earlier runs; without it they are gone at the end. */
  folder?: string
  /** Recipients that are refused for good (550). */
  refuses?: (address: string) => boolean
}

/** Starts both on loopback. @throws when a port is taken, with the code EADDRINUSE */
export async function startMailbox({ smtpPort, webPort, folder, refuses }: Options): Promise<Mailbox> {
  const mails = folder === undefined ? [] : await readFolder(folder)
  const arrivals = new EventEmitter().setMaxListeners(0)
  let count = mails.at(-1)?.number ?? 0

  async function accept(raw: Buffer): Promise<void> {
    count += 1
    const mail = await readMail(count, raw, new Date())
    if (folder !== undefined) await writeFile(join(folder, fileName(mail.number)), raw, { mode: 0o600 })
    mails.push(mail)
    arrivals.emit('mail', mail)
  }

  const smtp = await startSmtp({ port: smtpPort, refuses: refuses ?? (() => false), accept })
  const web = await startWeb({ port: webPort, mails, arrivals }).catch(async (failure) => {
    await smtp.stop()
    throw failure
  })
  return {
    smtpUrl: smtp.url,
    origin: web.origin,
    mails,
    async waitFor(fits, signal) {
      // Listening begins before looking, so that none slips through between.
      const coming = on(arrivals, 'mail', { signal })
      const there = mails.find(fits)
      if (there) return there
      for await (const [mail] of coming) if (fits(mail)) return mail
      throw new Error('The mailbox was closed.')
    },
    onArrival: (hear) => void arrivals.on('mail', hear),
    async stop() {
      await smtp.stop()
      await web.stop()
    },
  }
}

function fileName(number: number): string {
  return `${String(number).padStart(6, '0')}.eml`
}

async function readFolder(folder: string): Promise<Mail[]> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const names = (await readdir(folder)).filter((name) => name.endsWith('.eml')).sort()
  return Promise.all(
    names.map(async (name) => {
      const path = join(folder, name)
      return readMail(Number.parseInt(name, 10), await readFile(path), (await stat(path)).mtime)
    }),
  )
}
