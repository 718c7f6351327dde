import { createHash } from 'node:crypto'
import { accessSync, constants, globSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Registrar, startRegistrar } from '#tests/telephony/harness/registrar.ts'
import type { Employee } from './employees.ts'

/** The digest realm and domain of the demo's PBX. */
export const pbxDomain = 'acme.test'

/** Programs that the demo starts, and Debian's packages with them. */
const packageOf: Record<string, string> = {
  kamailio: 'kamailio',
  'linphone-daemon': 'linphone-cli',
  baresip: 'baresip-core',
  openssl: 'openssl',
}

/** Files of Kamailio's that lie in packages of their own. */
const moduleOf: Record<string, string> = {
  '/usr/share/kamailio/postgres/auth_db-create.sql': 'kamailio-postgres-modules',
  '/usr/lib/*/kamailio/modules/tls.so': 'kamailio-tls-modules',
}

/** The Debian packages that are missing for a registrar and two softphones; empty where all is there. */
export function missingPackages(): string[] {
  const programs = Object.entries(packageOf).filter(([program]) => !isInPath(program))
  const modules = Object.entries(moduleOf).filter(([file]) => globSync(file).length === 0)
  return [...programs, ...modules].map(([, name]) => name)
}

/** Starts the PBX of the demo (Kamailio with a database of its own) and gives these people an account on it. */
export async function startPbx(people: readonly Employee[]): Promise<Registrar> {
  const registrar = await startRegistrar({ realms: [{ domain: pbxDomain }] })
  for (const { number, password } of people) {
    const ha1 = createHash('md5').update(`${number}:${pbxDomain}:${password}`).digest('hex')
    await registrar.setSubscriber({ username: number, domain: pbxDomain, ha1 })
  }
  return registrar
}

function isInPath(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}
