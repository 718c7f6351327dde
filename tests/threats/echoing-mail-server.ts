import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import PostalMime from 'postal-mime'
import { SMTPServer } from 'smtp-server'

/** A mail server that keeps what it takes, and repeats to some senders what they wrote. */
export interface EchoingMailServer {
  url: string
  accepted: Array<{ to: string; text: string; raw: string }>
  stop(): Promise<void>
}

/** Refuses mails to `refused-*` for good and to `delayed-*` for now, each time with the link of the mail in the answer. */
export async function startEchoingMailServer(): Promise<EchoingMailServer> {
  const accepted: EchoingMailServer['accepted'] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, { envelope }, done) {
      text(stream)
        .then(async (raw) => {
          const to = envelope.rcptTo[0]?.address ?? ''
          const { text: plain = '', html = '' } = await PostalMime.parse(raw)
          const link = /https?:\/\/\S+\/(?:d|welcome)\/\S+/.exec(plain)?.[0] ?? ''
          if (/^(refused|delayed)-/.test(to)) {
            const responseCode = to.startsWith('refused') ? 550 : 451
            return done(Object.assign(new Error(`No such link here: ${link}`), { responseCode }))
          }
          accepted.push({ to, text: `${plain}\n${html}`, raw })
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
    accepted,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
