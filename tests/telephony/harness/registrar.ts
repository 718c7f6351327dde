import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { freePort } from '../../harness/free-port.ts'
import { waitUntil } from '../../harness/wait-until.ts'
import { type KamailioSettings, kamailioConfig } from './kamailio-config.ts'
import { type Program, startProgram } from './program.ts'
import { type RegistrarDatabase, startRegistrarDatabase } from './registrar-database.ts'
import { makeTestCertificates } from './test-certificates.ts'

export interface Binding {
  contact: string
  userAgent: string
}

export interface Registrar {
  /** An address, for UDP, TCP and TLS. */
  host: string
  sipPort: number
  /** For TLS: the name in the certificate. */
  tlsHost: string
  tlsPort: number
  caCertificateFile: string
  /** JSON-RPC over HTTP, without authentication. */
  rpcUrl: string
  /** Kamailio's own database, as an administrator would give it to a connector. */
  database: Omit<RegistrarDatabase, 'pool' | 'stop'>
  /** Adds a subscriber or replaces their HA1, effective at once. */
  setSubscriber(subscriber: { username: string; domain: string; ha1: string }): Promise<void>
  removeSubscriber(subscriber: { username: string; domain: string }): Promise<void>
  /** The phones registered for `user@domain` at this moment. */
  bindings(aor: string): Promise<Binding[]>
  waitForBinding(aor: string, timeoutMs?: number): Promise<Binding[]>
  waitForNoBinding(aor: string, timeoutMs?: number): Promise<void>
  dropBindings(aor: string): Promise<void>
  /** Every `user@domain` in its table `location`, sorted: all who are registered. */
  registered(): Promise<string[]>
  /** How many REGISTERs for `user@domain` bore credentials that it did not take. */
  refusals(aor: string): number
  /**
   * Everything Kamailio printed, with a line for each request (REQ), each refusal of credentials (REFUSED) and each
   * relayed reply (REPLY).
   */
  log(): string
  stop(): Promise<void>
}

/** Starts a Kamailio that serves the given domains, with a database, certificates and ports of its own. */
export async function startRegistrar({ realms }: { realms: Array<{ domain: string }> }): Promise<Registrar> {
  const folder = await mkdtemp(path.join(tmpdir(), 'registrar-'))
  const removeFolder = () => rm(folder, { recursive: true, force: true })
  try {
    const certificates = await makeTestCertificates(folder)
    const database = await startRegistrarDatabase()
    const domains = realms.map(({ domain }) => domain)
    const kamailio = await startKamailio(folder, database, { ...certificates, domains }).catch(
      async (error) => {
        await database.stop()
        throw error
      },
    )
    return {
      ...kamailio.ports,
      host: '127.0.0.1',
      tlsHost: 'localhost',
      caCertificateFile: certificates.caCertificateFile,
      ...tablesOf(database),
      ...bindingsThrough(kamailio.rpcUrl),
      rpcUrl: kamailio.rpcUrl,
      refusals: (aor) => kamailio.program.output().split(`REFUSED REGISTER sip:${aor}\n`).length - 1,
      log: kamailio.program.output,
      async stop() {
        await kamailio.program.stop()
        await database.stop()
        await removeFolder()
      },
    }
  } catch (error) {
    await removeFolder()
    throw error
  }
}

function tablesOf({ pool, stop, ...database }: RegistrarDatabase) {
  return {
    database,
    async setSubscriber({ username, domain, ha1 }: { username: string; domain: string; ha1: string }) {
      await pool.query(
        `insert into subscriber (username, domain, password, ha1, ha1b) values ($1, $2, '', $3, '')
         on conflict (username, domain) do update set ha1 = excluded.ha1`,
        [username, domain, ha1],
      )
    },
    async removeSubscriber({ username, domain }: { username: string; domain: string }) {
      await pool.query('delete from subscriber where username = $1 and domain = $2', [username, domain])
    },
    async registered() {
      const { rows } = await pool.query("select username || '@' || domain as aor from location order by aor")
      return rows.map(({ aor }) => aor as string)
    },
  }
}

function bindingsThrough(rpcUrl: string) {
  async function bindings(aor: string): Promise<Binding[]> {
    const answer = await callRpc(rpcUrl, 'ul.lookup', ['location', aor])
    if (answer.error?.message.includes('not found')) return []
    const { Contacts } = resultOf(answer) as {
      Contacts: Array<{ Contact: { Address: string; 'User-Agent': string } }>
    }
    return Contacts.map(({ Contact }) => ({ contact: Contact.Address, userAgent: Contact['User-Agent'] }))
  }
  return {
    bindings,
    waitForBinding: (aor: string, timeoutMs = 30_000) =>
      waitUntil(
        async () => {
          const found = await bindings(aor)
          return found.length > 0 ? found : undefined
        },
        { timeoutMs, what: `a phone registered as ${aor}` },
      ),
    async waitForNoBinding(aor: string, timeoutMs = 30_000) {
      const what = `no phone being registered as ${aor}`
      await waitUntil(async () => (await bindings(aor)).length === 0, { timeoutMs, what })
    },
    async dropBindings(aor: string) {
      const answer = await callRpc(rpcUrl, 'ul.rm', ['location', aor])
      if (!answer.error?.message.includes('not found')) resultOf(answer)
    },
  }
}

async function startKamailio(
  folder: string,
  database: RegistrarDatabase,
  settings: Pick<KamailioSettings, 'certificateFile' | 'keyFile' | 'domains'>,
) {
  const configFile = path.join(folder, 'kamailio.cfg')
  // Another program may take a free port before Kamailio does.
  for (let attempt = 1; ; attempt++) {
    const ports = { sipPort: await freePort(), tlsPort: await freePort() }
    const rpcPort = await freePort()
    // Without a host in it, the URL leaves the Unix socket to PGHOST; it has no form for a socket's folder.
    const databaseUrl = `postgres://${database.user}:${database.password}@/${database.name}`
    await writeFile(configFile, kamailioConfig({ ...settings, ...ports, rpcPort, databaseUrl }))
    const program = startProgram(
      'kamailio',
      // -DD: in the foreground; -w: or else it changes to the root folder; -m and -M: MB of memory.
      ['-f', configFile, '-DD', '-E', '-w', folder, '-Y', folder, '-m', '32', '-M', '4'],
      { cwd: folder, env: { PGHOST: database.host, PGPORT: String(database.port) } },
    )
    const rpcUrl = `http://127.0.0.1:${rpcPort}/RPC`
    if (await answersRpc(rpcUrl, program)) return { program, ports, rpcUrl }
    await program.stop()
    if (attempt === 3) throw new Error(`Kamailio does not start.\n${program.output()}`)
  }
}

async function answersRpc(rpcUrl: string, program: Program): Promise<boolean> {
  const isUp = async () => !program.isRunning() || resultOf(await callRpc(rpcUrl, 'core.version', []))
  await waitUntil(isUp, { what: 'Kamailio to answer JSON-RPC' }).catch(() => {})
  return program.isRunning()
}

interface RpcAnswer {
  result?: unknown
  error?: { code: number; message: string }
}

/** Kamailio gives HTTP 500 also to a question whose answer is "not found": the body tells. */
async function callRpc(rpcUrl: string, method: string, params: string[]): Promise<RpcAnswer> {
  const response = await fetch(rpcUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    signal: AbortSignal.timeout(5000),
  })
  return (await response.json()) as RpcAnswer
}

function resultOf({ result, error }: RpcAnswer): unknown {
  if (error) throw new Error(`Kamailio: ${error.message}`)
  return result
}
