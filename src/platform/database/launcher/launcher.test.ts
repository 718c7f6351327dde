import { readdir, readFile, readlink, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { waitUntil } from '#tests/harness/wait-until.ts'
import { roleNames } from './credentials.ts'
import { startEmbeddedPostgres } from './index.ts'
import {
  aFolder,
  exists,
  onLinux,
  query,
  quick,
  removeFolder,
  startElsewhere,
  withPostgres,
} from './test-ground.ts'

let folder: string
/** One cluster for all tests that do not need a first start: they run one after the other. */
let dataDir: string
const silent = () => undefined

beforeAll(async () => {
  folder = await aFolder()
  dataDir = join(folder, 'data')
  await withPostgres(dataDir, async () => undefined)
}, 30_000)

afterAll(() => removeFolder(folder))

test('the owner owns the database, the runtime role owns nothing, and neither may step around row security', async () => {
  await withPostgres(dataDir, async ({ superuserUrl, runtimeUrl }) => {
    expect(
      await query(
        superuserUrl,
        `select rolname, rolcanlogin, rolsuper, rolbypassrls, rolcreaterole, pg_get_userbyid(datdba) = rolname as owns
           from pg_roles, pg_database
          where rolname like 'rollcall\\_%' and datname = current_database() order by rolname`,
      ),
    ).toEqual([
      { rolname: 'rollcall_admin', ...can('login super bypassrls createrole') },
      { rolname: 'rollcall_app', ...can('login') },
      { rolname: 'rollcall_owner', ...can('login createrole'), owns: true },
    ])
    await expect(query(runtimeUrl, 'create table public.mine (id int)')).rejects.toThrow('permission denied')
  })
})

test('every role needs its own password', async () => {
  await withPostgres(dataDir, async ({ ownerUrl, runtimeUrl, superuserUrl }) => {
    for (const url of [ownerUrl, runtimeUrl, superuserUrl]) {
      const [, user, password] = /\/\/(.+?):(.+?)@/.exec(url) as unknown as [string, string, string]
      expect(await query(url, 'select current_user as name')).toEqual([{ name: user }])
      await expect(query(url.replace(password, 'guess'), 'select')).rejects.toThrow(
        'password authentication failed',
      )
      await expect(query(url.replace(`:${password}`, ''), 'select')).rejects.toThrow('password')
    }
    const methods = await query(superuserUrl, 'select distinct auth_method from pg_hba_file_rules')
    expect(methods).toEqual([{ auth_method: 'scram-sha-256' }])
    const stored = await query(superuserUrl, 'select rolpassword from pg_authid where rolcanlogin')
    for (const { rolpassword } of stored) expect(rolpassword).toMatch(/^SCRAM-SHA-256\$/)
  })
})

test('the passwords lie in one file that only our user can read', async () => {
  const file = await stat(join(dataDir, 'postgres-credentials.json'))
  expect(file.mode & 0o777).toBe(0o600)
  expect(file.uid).toBe(process.getuid?.())
  expect((await readdir(dataDir)).sort()).toEqual(['postgres', 'postgres-credentials.json'])
})

test.runIf(onLinux)('the server has no network socket, even when settings ask for one', async () => {
  const settings = { ...quick, listen_addresses: '*' }
  const postgres = await startEmbeddedPostgres({ dataDir, log: silent, settings })
  try {
    const tables = await Promise.all(
      ['tcp', 'tcp6', 'udp', 'udp6'].map((name) => readFile(`/proc/net/${name}`, 'utf8')),
    )
    const networkSockets = tables.flatMap((table) =>
      table.split('\n').map((row) => `socket:[${row.trim().split(/\s+/)[9]}]`),
    )
    const sockets = (await openFiles(postgres.pid)).filter((name) => name.startsWith('socket:'))
    expect(sockets).not.toEqual([])
    expect(sockets.filter((socket) => networkSockets.includes(socket))).toEqual([])
    expect((await stat(postgres.socketDir)).mode & 0o777).toBe(0o700)
  } finally {
    await postgres.stop()
  }
})

test('settings given replace the defaults', async () => {
  await withPostgres(dataDir, async ({ runtimeUrl }) => {
    expect(
      await query(
        runtimeUrl,
        `select current_setting('shared_buffers') as buffers, current_setting('jit') as jit`,
      ),
    ).toEqual([{ buffers: quick.shared_buffers, jit: 'off' }])
  })
})

test('what was in memory before a restart is read into memory after it, before anybody asks for it', async () => {
  const inMemory = `select count(*)::int as pages from pg_buffercache
    where relfilenode = pg_relation_filenode('asked_often') and reldatabase = (select oid from pg_database where datname = current_database())`
  await withPostgres(dataDir, async ({ superuserUrl }) => {
    await query(superuserUrl, 'create extension if not exists pg_buffercache')
    await query(
      superuserUrl,
      "create table asked_often as select repeat('x', 1000) from generate_series(1, 700)",
    )
    expect((await query(superuserUrl, inMemory))[0]?.pages).toBeGreaterThanOrEqual(100)
  })
  await withPostgres(dataDir, async ({ superuserUrl }) => {
    await waitUntil(async () => Number((await query(superuserUrl, inMemory))[0]?.pages) >= 100, {
      what: 'the table is in memory',
    })
  })
})

test('data outlives a restart, under the same URLs', async () => {
  const before = await withPostgres(dataDir, async ({ ownerUrl }) => {
    await query(ownerUrl, `create table kept as select 'alice' as name`)
    return ownerUrl
  })
  await withPostgres(dataDir, async ({ ownerUrl }) => {
    expect(ownerUrl).toBe(before)
    expect(await query(ownerUrl, 'select name from kept')).toEqual([{ name: 'alice' }])
  })
})

test('a start repairs roles that were altered or dropped', async () => {
  await withPostgres(dataDir, async ({ superuserUrl }) => {
    await query(superuserUrl, `alter role ${roleNames.owner} superuser nologin password 'other'`)
    await query(superuserUrl, `drop role ${roleNames.runtime}`)
  })
  await withPostgres(dataDir, async ({ ownerUrl, runtimeUrl }) => {
    expect(await query(ownerUrl, 'select rolsuper from pg_roles where rolname = current_user')).toEqual([
      { rolsuper: false },
    ])
    expect(await query(runtimeUrl, 'select 1 as one')).toEqual([{ one: 1 }])
  })
})

test('a start makes a missing database, and takes another name', async () => {
  const postgres = await startEmbeddedPostgres({
    dataDir,
    log: silent,
    settings: quick,
    database: 'another one',
  })
  try {
    expect(await query(postgres.ownerUrl, 'select current_database() as name')).toEqual([
      { name: 'another one' },
    ])
    const rollcall = postgres.databaseUrl('rollcall', 'runtime')
    expect(await query(rollcall, 'select current_database() as name')).toEqual([{ name: 'rollcall' }])
  } finally {
    await postgres.stop()
  }
})

test('of two starts at the same time one is refused, here and in another process', async () => {
  const options = { dataDir, log: silent, settings: quick }
  const starts = await Promise.allSettled([startEmbeddedPostgres(options), startEmbeddedPostgres(options)])
  const [postgres] = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []))
  try {
    const refusals = starts.flatMap((start) => (start.status === 'rejected' ? [String(start.reason)] : []))
    expect(refusals).toEqual([
      expect.stringContaining(`Another Rollcall (process ${process.pid}) already uses ${dataDir}`),
    ])
    expect(starts).toContainEqual({ status: 'rejected', reason: expect.objectContaining({ expected: true }) })
    const { failure } = await startElsewhere(dataDir).answer
    expect(failure).toContain(`Another Rollcall (process ${process.pid})`)
  } finally {
    await postgres?.stop()
  }
})

test('a folder with a long path, blanks and quotes works; its socket lies in a private folder elsewhere', async () => {
  const odd = join(folder, `Größe, "long" 'path' ${'x'.repeat(90)}`, 'data')
  const socketDir = await withPostgres(odd, async ({ socketDir, ownerUrl }) => {
    expect(Buffer.byteLength(socketDir)).toBeLessThan(90)
    expect((await stat(socketDir)).mode & 0o777).toBe(0o700)
    expect(await query(ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }])
    return socketDir
  })
  expect(await exists(socketDir)).toBe(false)
}, 20_000)

test('a socket folder with blanks, commas and quotes works', async () => {
  const odd = join(folder, `a, "b" 'c'`)
  await withPostgres(odd, async ({ socketDir, ownerUrl }) => {
    expect(dirname(socketDir)).toBe(odd)
    expect(await query(ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }])
  })
}, 20_000)

function can(rights: string): Record<string, boolean> {
  const may = (right: string) => rights.split(' ').includes(right)
  return {
    rolcanlogin: may('login'),
    rolsuper: may('super'),
    rolbypassrls: may('bypassrls'),
    rolcreaterole: may('createrole'),
    owns: false,
  }
}

async function openFiles(pid: number): Promise<string[]> {
  const names = await readdir(`/proc/${pid}/fd`)
  return Promise.all(names.map((name) => readlink(`/proc/${pid}/fd/${name}`).catch(() => '')))
}
