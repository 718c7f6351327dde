import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Installation, startInstallation } from '../faults/harness/installation.ts'
import { aCustomer } from '../harness/people.ts'
import { waitUntil } from '../harness/wait-until.ts'

const program = join(import.meta.dirname, '../../dist/rollcall.js')
const run = promisify(execFile)

let installation: Installation
let acme: Awaited<ReturnType<typeof aCustomer>>

beforeAll(async () => {
  installation = await startInstallation()
  acme = await aCustomer(installation.ada)
  installation.start('worker')
  await waitUntil(async () => (await waiting()) === 0, { what: 'every event sealed by the worker' })
})
afterAll(() => installation.stop())

async function waiting(): Promise<number> {
  const [row] = await installation.ask('select count(*)::int as waiting from app.audit_unsealed')
  return row.waiting
}

/** `rollcall audit verify …` as an operator types it. */
async function verify(args: string[] = [], more: Record<string, string> = {}) {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, ...installation.settings, ...more }
  const ended = run(process.execPath, [program, 'audit', 'verify', ...args], { env })
  return ended.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  )
}

describe('rollcall audit verify', () => {
  test('says of every account how many events are sealed, and its head to be noted down', async () => {
    const { code, stdout } = await verify()
    expect(stdout).toMatch(/Acme +[0-9a-f-]{36} +(\d+) +\1 +0 +\1:[0-9a-f]{64}/)
    expect(stdout).toContain('Every seal fits.')
    expect(code).toBe(0)
  })

  test('takes the head of an earlier time, and finds when the end was cut off since', async () => {
    const { stdout } = await verify(['--account', 'ACME', '--json'])
    const { head, fault } = JSON.parse(stdout)
    expect(fault).toBeNull()
    const expected = ['--account', acme.id, '--expect']
    expect((await verify([...expected, `${head.position}:${head.hash}`])).code).toBe(0)
    const cut = await verify([...expected, `${head.position + 1}:${head.hash}`])
    expect(cut.code).toBe(1)
    expect(cut.stdout).toContain(`Acme: cut at ${head.position + 1}. The chain ends at ${head.position}`)
  })

  test('ends with 1 and names the account and the event that was changed', async () => {
    const [{ id }] = await installation.ask(
      `update app.audit_events set actor_name = 'Bert' where (account_id, event_id) =
         (select account_id, event_id from app.audit_seals where account_id = $1 and position = 2) returning event_id as id`,
      [acme.id],
    )
    const { code, stdout } = await verify()
    expect(code).toBe(1)
    expect(stdout).toContain(`Acme: changed at 2 (event ${id}). The event or its seal was changed.`)
  })

  test('with another master key says that it is not the one', async () => {
    const file = join(installation.settings.ROLLCALL_DATA_DIR ?? '', 'other.key')
    await writeFile(file, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 })
    const { code, stderr } = await verify([], { ROLLCALL_MASTER_KEY_FILE: file })
    expect(code).toBe(1)
    expect(stderr).toContain('The master key is not the one this database was filled under')
  })

  test('refuses a head that is none, one without its account, and an account that is not there', async () => {
    expect((await verify(['--expect', '12:abc'])).stderr).toContain(
      'Give position and hash as they were printed',
    )
    expect((await verify(['--expect', `1:${'0'.repeat(64)}`])).stderr).toContain('name it by --account')
    const unknown = await verify(['--account', 'Nowhere'])
    expect(unknown.code).toBe(1)
    expect(unknown.stderr).toContain('"Nowhere"')
  })
})
