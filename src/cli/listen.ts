import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { ConfigError } from '#platform/config/config.ts'

/** Listens, and says on which port (0 asks the system for a free one). @throws ConfigError when the port is taken */
export async function listen(
  app: FastifyInstance,
  at: { host: string; port: number; setting: string },
): Promise<number> {
  try {
    await app.listen({ host: at.host, port: at.port })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') {
      throw new ConfigError(
        `Port ${at.port} is taken by another program. Stop it, or set ${at.setting} to a free port (0 finds one).`,
      )
    }
    throw error
  }
  return (app.server.address() as AddressInfo).port
}
