import { createServer } from 'node:net'

/** The three ports in a row from `first`, each replaced by 0 (any free one) where another program has it. */
export async function portsFrom(
  first: number,
): Promise<[service: number, redirect: number, mailbox: number]> {
  if (first === 0) return [0, 0, 0]
  return [await freeOrAny(first), await freeOrAny(first + 1), await freeOrAny(first + 2)]
}

function freeOrAny(port: number): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(0))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(port)))
  })
}
