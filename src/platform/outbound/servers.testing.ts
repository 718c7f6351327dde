import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net'

/** A server on 127.0.0.1 that counts who comes. Closed by `await using`. */
export interface TestServer extends AsyncDisposable {
  port: number
  /** With the address itself as host. */
  origin: string
  connections: number
}

/** An HTTP server. */
export function httpServer(answer: RequestListener): Promise<TestServer> {
  return listening(createServer(answer))
}

/** A server that speaks as it likes, once somebody has sent something. */
export function rawServer(speak: (socket: Socket) => void): Promise<TestServer> {
  const server = createTcpServer((socket) => {
    // A client may close before it has read everything.
    socket.on('error', () => undefined)
    socket.once('data', () => speak(socket))
  })
  return listening(server)
}

async function listening(server: Server): Promise<TestServer> {
  const open = new Set<Socket>()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const running: TestServer = {
    port,
    origin: `http://127.0.0.1:${port}`,
    connections: 0,
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  server.on('connection', (socket: Socket) => {
    running.connections++
    open.add(socket)
    socket.on('close', () => open.delete(socket))
  })
  return running
}
