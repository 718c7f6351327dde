import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startProgram } from '../faults/harness/program.ts'
import { freePort } from '../harness/free-port.ts'
import { waitUntil } from '../harness/wait-until.ts'

/** `rollcall redirect` as it runs on a machine of its own: it has its secret and a folder, and nothing else. */
export interface RedirectProcess {
  pid: number
  origin: string
  /** Where its store lies. */
  folder: string
  output(): string
  stop(): Promise<void>
}

/** Starts it on a free port, with all that it can log. */
export async function startRedirectProcess(secret: string): Promise<RedirectProcess> {
  const dataDir = await mkdtemp(join(tmpdir(), 'rollcall-redirect-'))
  const port = await freePort()
  const program = startProgram('redirect', {
    ROLLCALL_DATA_DIR: dataDir,
    ROLLCALL_REDIRECT_PORT: String(port),
    ROLLCALL_REDIRECT_SECRET: secret,
    ROLLCALL_LOG_LEVEL: 'trace',
  })
  const origin = `http://localhost:${port}`
  await waitUntil(async () => (await fetch(`${origin}/healthz`)).ok, { what: 'the redirect server runs' })
  return {
    pid: program.pid,
    origin,
    folder: join(dataDir, 'redirect'),
    output: program.output,
    async stop() {
      await program.end('SIGKILL')
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
