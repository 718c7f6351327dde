import { once } from 'node:events'
import { connect, createServer, type NetConnectOpts, type Server, type Socket } from 'node:net'

/** A port before a server, which a test can close and open while both ends run. Open at first. */
export interface Gate {
  port: number
  /** Ends every connection and refuses new ones. */
  close(): Promise<void>
  /**
   * Ends every connection and tells new ones that the server is starting.
   * @param told has just been told
   */
  sayStarting(told: () => void): Promise<void>
  /** Lets connections through again, on the same port. */
  open(): Promise<void>
  /**
   * Until `open`: connections are taken and stay, and nothing comes through them. One that has lost something stays silent for ever.
   * @param last what a client sends is let through to this ending (at most 16 characters); without it the silence is now
   */
  fallSilent(last?: string): void
  /**
   * Once: what a client sends that ends like this (at most 16 characters) is held back, and from then on, until `open`, nothing comes through.
   * @returns when it is held back
   */
  holdBack(ending: string): Promise<void>
  /** Once: after a client has sent something that ends like this (at most 16 characters), the server's answer is lost and the connection ends. */
  loseAnswerTo(ending: string): void
}

/** What a PostgreSQL that is starting answers to whoever connects (protocol, "ErrorResponse"). */
const starting = errorResponse('SFATAL', 'VFATAL', 'C57P03', 'Mthe database system is starting up')

/** Opens a gate before what listens there. Closed by the caller (`afterAll`). */
export async function openGate(to: NetConnectOpts): Promise<Gate> {
  const sockets = new Set<Socket>()
  let lost: string | undefined
  let last: string | undefined
  let heldBack: { ending: string; tell(): void } | undefined
  let server: Server | undefined
  let isSilent = false
  let isStarting = false

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
      if (heldBack && sent.endsWith(heldBack.ending)) {
        isSilent = true
        heldBack.tell()
        heldBack = undefined
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

  async function listen(port: number, take: (client: Socket) => void): Promise<number> {
    server = createServer(take).listen(port, '127.0.0.1')
    await once(server, 'listening')
    return (server.address() as { port: number }).port
  }

  async function close(): Promise<void> {
    const closed = server && once(server, 'close')
    server?.close()
    server = undefined
    for (const socket of sockets) socket.destroy()
    await closed
    isStarting = false
  }

  const port = await listen(0, letThrough)
  return {
    port,
    close,
    async sayStarting(told) {
      await close()
      await listen(port, (client) => {
        client.on('error', () => {})
        client.once('data', () => client.end(starting, told))
      })
      isStarting = true
    },
    async open() {
      isSilent = false
      if (isStarting) await close()
      if (server === undefined) await listen(port, letThrough)
    },
    fallSilent(ending) {
      last = ending
      isSilent = ending === undefined
    },
    holdBack(ending) {
      return new Promise((resolve) => {
        heldBack = { ending, tell: resolve }
      })
    },
    loseAnswerTo(ending) {
      lost = ending
    },
  }
}

function errorResponse(...fields: string[]): Buffer {
  const body = Buffer.from(`${fields.join('\0')}\0\0`)
  const head = Buffer.from('E\0\0\0\0')
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}
