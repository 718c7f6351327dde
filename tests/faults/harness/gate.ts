import { once } from 'node:events'
import { connect, createServer, type NetConnectOpts, type Server, type Socket } from 'node:net'

/** A port before a server, which a test can close and open while both ends run. Open at first. */
export interface Gate {
  port: number
  /** Ends every connection and refuses new ones. */
  close(): Promise<void>
  /** Lets connections through again, on the same port. */
  open(): Promise<void>
  /**
   * Until `open`: connections are taken and stay, and nothing comes through them. One that has lost something stays silent for ever.
   * @param last what a client sends is let through to this ending (at most 16 characters); without it the silence is now
   */
  fallSilent(last?: string): void
  /** Once: after a client has sent something that ends like this (at most 16 characters), the server's answer is lost and the connection ends. */
  loseAnswerTo(ending: string): void
}

/** Opens a gate before what listens there. Closed by the caller (`afterAll`). */
export async function openGate(to: NetConnectOpts): Promise<Gate> {
  const sockets = new Set<Socket>()
  let lost: string | undefined
  let last: string | undefined
  let server: Server | undefined
  let isSilent = false

  function letThrough(client: Socket): void {
    const behind = connect(to)
    let answerIsLost = false
    let hasMissed = false
    const isMissed = () => {
      hasMissed ||= isSilent
      return hasMissed
    }
    for (const [socket, other] of [
      [client, behind],
      [behind, client],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        sockets.delete(socket)
        other.destroy()
      })
    }
    let sent = ''
    client.on('data', (chunk) => {
      // An ending may come in several parts.
      sent = (sent + chunk.toString('latin1')).slice(-16)
      if (lost !== undefined && sent.endsWith(lost)) {
        answerIsLost = true
        lost = undefined
      }
      if (!isMissed()) behind.write(chunk)
      if (last !== undefined && sent.endsWith(last)) {
        isSilent = true
        last = undefined
      }
    })
    behind.on('data', (chunk) => {
      if (answerIsLost) client.destroy()
      else if (!isMissed()) client.write(chunk)
    })
  }

  async function open(port: number): Promise<number> {
    server = createServer(letThrough).listen(port, '127.0.0.1')
    await once(server, 'listening')
    return (server.address() as { port: number }).port
  }

  const port = await open(0)
  return {
    port,
    async close() {
      const closed = server && once(server, 'close')
      server?.close()
      server = undefined
      for (const socket of sockets) socket.destroy()
      await closed
    },
    async open() {
      isSilent = false
      if (server === undefined) await open(port)
    },
    fallSilent(ending) {
      last = ending
      isSilent = ending === undefined
    },
    loseAnswerTo(ending) {
      lost = ending
    },
  }
}
