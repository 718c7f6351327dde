import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import { waitUntil } from './wait-until.ts'

export interface ReceivedMessage {
  envelope: { from: string; to: string[] }
  raw: Buffer
}

export interface SmtpSink {
  url: string
  /** Everything accepted so far, oldest first. */
  messages: ReceivedMessage[]
  waitForMessage(
    predicate: (message: ReceivedMessage) => boolean | Promise<boolean>,
    timeoutMs?: number,
  ): Promise<ReceivedMessage>
  parse(raw: Buffer): Promise<Email>
  /** Refuses recipients for which `decide` gives an SMTP code, 4xx or 5xx; replaces the decision before. */
  refuse(decide: (address: string) => number | undefined): void
  /** Makes each message take this long to be accepted. */
  delayBy(delayMs: number): void
  stop(): Promise<void>
}

/** A real SMTP server on a free loopback port that keeps what it gets. Any sign-in is accepted, none is needed. */
export async function startSmtpSink(): Promise<SmtpSink> {
  const messages: ReceivedMessage[] = []
  let decide: (address: string) => number | undefined = () => undefined
  let acceptDelayMs = 0

  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    closeTimeout: 1000,
    onAuth: (auth, _session, done) => done(null, { user: auth.username }),
    onRcptTo({ address }, _session, done) {
      const code = decide(address)
      if (code === undefined) return done()
      done(Object.assign(new Error(`${address} is refused.`), { responseCode: code }))
    },
    onData(stream, { envelope }, done) {
      collect(stream)
        .then(async (raw) => {
          if (acceptDelayMs > 0) await delay(acceptDelayMs)
          const from = envelope.mailFrom ? envelope.mailFrom.address : ''
          messages.push({ envelope: { from, to: envelope.rcptTo.map(({ address }) => address) }, raw })
          done()
        })
        .catch(done)
    },
  })
  // A client that hangs up in the middle is the client's matter; unheard, the error would end the test run.
  server.on('error', () => {})
  const listener = server.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const { port } = listener.address() as { port: number }

  return {
    url: `smtp://127.0.0.1:${port}`,
    messages,
    waitForMessage: (predicate, timeoutMs = 15_000) =>
      waitUntil(
        async () => {
          for (const message of messages) if (await predicate(message)) return message
          return undefined
        },
        { timeoutMs, what: 'a message at the SMTP sink' },
      ),
    parse: (raw) => PostalMime.parse(raw),
    refuse(newDecision) {
      decide = newDecision
    },
    delayBy(delayMs) {
      acceptDelayMs = delayMs
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

async function collect(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
