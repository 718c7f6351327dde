import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

/** What the server is to do with mails. */
interface Rules {
  /** On 127.0.0.1; 0 takes a free one. */
  port: number
  /** Recipients that are refused for good (550). */
  refuses(address: string): boolean
  /** Takes a message; it counts as accepted once this has resolved. */
  accept(raw: Buffer): Promise<void>
}

/**
 * An SMTP server on loopback that takes mails from anybody and passes none on. Any sign-in is accepted, none is needed.
 * @throws when the port is taken, with the code EADDRINUSE
 */
export async function startSmtp({
  port,
  refuses,
  accept,
}: Rules): Promise<{ url: string; stop(): Promise<void> }> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    closeTimeout: 500,
    onAuth: (auth, _session, done) => done(null, { user: auth.username }),
    onRcptTo({ address }, _session, done) {
      if (!refuses(address)) return done()
      done(Object.assign(new Error(`There is no mailbox ${address}.`), { responseCode: 550 }))
    },
    onData(stream, _session, done) {
      stream
        .toArray()
        .then((chunks) => accept(Buffer.concat(chunks)))
        .then(() => done(), done)
    },
  })
  const listener = server.listen(port, '127.0.0.1')
  await new Promise((resolve, reject) => {
    listener.once('listening', resolve)
    server.once('error', reject)
  })
  // A client that hangs up in the middle is the client's matter.
  server.on('error', () => {})
  return {
    url: `smtp://127.0.0.1:${(listener.address() as AddressInfo).port}`,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
