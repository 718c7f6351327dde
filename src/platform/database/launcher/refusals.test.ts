import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDataFolder } from './data-folder.ts'
import { startEmbeddedPostgres } from './index.ts'
import { startServer } from './start-server.ts'
import { aFolder, quick, removeFolder, runsAsRoot, withPostgres } from './test-ground.ts'

let folder: string
let dataDir: string
const start = (dir: string, settings = {}) =>
  startEmbeddedPostgres({ dataDir: dir, log: () => undefined, settings: { ...quick, ...settings } })

beforeAll(async () => {
  folder = await aFolder()
  dataDir = join(folder, 'data')
  await withPostgres(dataDir, async () => undefined)
}, 30_000)

afterAll(() => removeFolder(folder))

test('another server on the socket is not taken for ours', async () => {
  const strangerDir = join(folder, 'stranger')
  await withPostgres(strangerDir, async (stranger) => {
    const ours = await openDataFolder(dataDir, quick, () => undefined)
    try {
      const refusal = startServer(ours.plan, stranger.databaseUrl('postgres', 'superuser'))
      await expect(refusal).rejects.toThrow(`Another database server (of ${strangerDir}/postgres) answers`)
    } finally {
      await ours.close()
    }
  })
}, 20_000)

test('a folder whose passwords are gone, damaged or of another database is refused with what to do', async () => {
  const path = join(dataDir, 'postgres-credentials.json')
  const good = await readFile(path, 'utf8')
  const refusals = [
    ['not json', "does not hold the database's three passwords. Put it back from your backup."],
    ['{"superuser":"x"}', "does not hold the database's three passwords. Put it back from your backup."],
    ['{"superuser":"x","owner":"y","runtime":"z"}', 'refuses the passwords in postgres-credentials.json'],
  ] as const
  for (const [content, sentence] of refusals) {
    await writeFile(path, content)
    await expect(start(dataDir)).rejects.toThrow(sentence)
  }
  const elsewhere = join(folder, 'without-passwords')
  await mkdir(join(elsewhere, 'postgres'), { recursive: true })
  await writeFile(join(elsewhere, 'postgres', 'PG_VERSION'), '18\n')
  await expect(start(elsewhere)).rejects.toThrow("The database's passwords are missing")
  await writeFile(path, good)
  await withPostgres(dataDir, async () => undefined)
}, 20_000)

test('a password file that others could read is closed to them', async () => {
  const path = join(dataDir, 'postgres-credentials.json')
  await chmod(path, 0o644)
  await withPostgres(dataDir, async () => undefined)
  expect((await stat(path)).mode & 0o777).toBe(0o600)
})

test('a cluster of another major version is refused before it is touched', async () => {
  const path = join(dataDir, 'postgres', 'PG_VERSION')
  await writeFile(path, '17\n')
  await expect(start(dataDir)).rejects.toThrow(
    'was made by PostgreSQL 17; this Rollcall brings PostgreSQL 18',
  )
  await writeFile(path, '18\n')
})

test('a folder that holds something else than a cluster is not overwritten', async () => {
  const elsewhere = join(folder, 'foreign')
  await mkdir(join(elsewhere, 'postgres'), { recursive: true })
  await writeFile(join(elsewhere, 'postgres', 'letter.txt'), 'Dear alice')
  await expect(start(elsewhere)).rejects.toThrow('is neither empty nor a PostgreSQL cluster. Move it away')
  expect(await readFile(join(elsewhere, 'postgres', 'letter.txt'), 'utf8')).toBe('Dear alice')
})

test('a setting that PostgreSQL rejects is told in its words, and the folder is free again', async () => {
  await expect(start(dataDir, { work_mem: 'plenty' })).rejects.toThrow(
    'invalid value for parameter "work_mem"',
  )
  await withPostgres(dataDir, async () => undefined)
})

test.runIf(runsAsRoot)(
  "a data folder below one that the database's user may not enter is refused with the command that helps",
  async () => {
    const closed = join(folder, 'closed')
    await mkdir(closed, { mode: 0o700 })
    await expect(start(join(closed, 'data'))).rejects.toThrow(`Run "chmod o+x '${closed}'"`)
  },
)

test('a data folder that cannot be made is refused with what to do', async () => {
  await writeFile(join(folder, 'file'), '')
  await expect(start(join(folder, 'file', 'data'))).rejects.toThrow(
    'cannot be made (ENOTDIR). Make it and give it',
  )
})
