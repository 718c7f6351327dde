import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'

/**
 * A loopback port that is free for TCP and UDP. It is released before it is returned, so another program may take it
 * in between: whoever starts a server on it tries again with another one.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const tcp = createServer().listen(0, '127.0.0.1')
    await once(tcp, 'listening')
    const { port } = tcp.address() as { port: number }
    const free = await bindsUdp(port)
    tcp.close()
    await once(tcp, 'close')
    if (free) return port
  }
}

function bindsUdp(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const udp = createSocket('udp4')
    udp.once('error', () => resolve(false))
    udp.bind(port, '127.0.0.1', () => udp.close(() => resolve(true)))
  })
}
