import { chmod, chown, mkdir, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { giveTreeTo } from './os-user.ts'
import {
  aFolder,
  aProjectWithoutLinks,
  exists,
  nobodyWhoCanRunUs,
  query,
  removeFolder,
  runsAsRoot,
  startElsewhere,
  withPostgres,
} from './test-ground.ts'

let folder: string
let project: Awaited<ReturnType<typeof aProjectWithoutLinks>>
const nobody = nobodyWhoCanRunUs()

beforeAll(async () => {
  folder = await aFolder()
  project = await aProjectWithoutLinks()
}, 30_000)

afterAll(async () => {
  await removeFolder(folder)
  await removeFolder(project.dir)
})

test.runIf(nobody)(
  'an ordinary user runs the server as itself, from a copy where the package cannot be repaired',
  async () => {
    const dataDir = await aFolderOf(nobody as { uid: number; gid: number })
    expect(await startAndAsk(dataDir, { launcher: project.launcher, as: nobody })).toEqual([{ one: 1 }])
    expect(await exists(join(project.packageDir, 'native', 'lib', 'libpq.so.5'))).toBe(false)
    expect(await readdir(join(dataDir, 'postgres-binaries'))).toHaveLength(1)
    expect((await stat(join(dataDir, 'postgres'))).uid).toBe(nobody?.uid)
  },
  30_000,
)

test('missing library links are made in the package', async () => {
  const dataDir = join(folder, 'linked')
  expect(await startAndAsk(dataDir, { launcher: project.launcher })).toEqual([{ one: 1 }])
  expect(await exists(join(dataDir, 'postgres-binaries'))).toBe(false)
}, 30_000)

test.runIf(runsAsRoot)(
  'a project that only root can enter runs the server from a copy',
  async () => {
    const dataDir = join(folder, 'linked')
    await chmod(project.dir, 0o700)
    expect(await startAndAsk(dataDir, { launcher: project.launcher })).toEqual([{ one: 1 }])
    expect(await readdir(join(dataDir, 'postgres-binaries'))).toHaveLength(1)
  },
  30_000,
)

test.runIf(runsAsRoot)(
  "root runs the server as another user, to whom a folder of root's opens and to nobody else",
  async () => {
    const dataDir = join(folder, 'linked')
    const cluster = await stat(join(dataDir, 'postgres'))
    const data = await stat(dataDir)
    expect(cluster.uid).not.toBe(0)
    expect([data.uid, data.gid, data.mode & 0o777]).toEqual([0, cluster.gid, 0o710])
  },
)

test.runIf(nobody)(
  "a cluster keeps its owner when root starts it, and a restored copy of root's is handed over",
  async () => {
    const dataDir = await aFolderOf(nobody as { uid: number; gid: number })
    expect(await startAndAsk(dataDir, { as: nobody })).toEqual([{ one: 1 }])
    await withPostgres(dataDir, async ({ pid }) => expect((await stat(`/proc/${pid}`)).uid).toBe(nobody?.uid))

    await chown(dataDir, 0, 0)
    await giveTreeTo({ name: 'root', uid: 0, gid: 0 }, join(dataDir, 'postgres'))
    await withPostgres(dataDir, async ({ pid }) => expect((await stat(`/proc/${pid}`)).uid).not.toBe(0))
  },
  30_000,
)

test.runIf(nobody)('a data folder that its user may not write to is refused with what to do', async () => {
  const dataDir = join(folder, 'read-only')
  await mkdir(dataDir, { mode: 0o755 })
  const { failure } = await startElsewhere(dataDir, { as: nobody }).answer
  expect(failure).toContain('cannot be written to (EACCES). Give it to the user who runs Rollcall')
})

async function aFolderOf(user: { uid: number; gid: number }): Promise<string> {
  const dir = join(folder, `data-${(await readdir(folder)).length}`)
  await mkdir(dir, { mode: 0o700 })
  await chown(dir, user.uid, user.gid)
  return dir
}

async function startAndAsk(dataDir: string, options: Parameters<typeof startElsewhere>[1]) {
  const launching = startElsewhere(dataDir, options)
  const { failure, ownerUrl } = await launching.answer
  if (failure) throw new Error(failure)
  const rows = await query(ownerUrl, 'select 1 as one')
  launching.process.stdin?.end()
  await launching.ended
  return rows
}
