import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createLog } from '../log/log.ts'
import { loadMetricsToken } from './token.ts'

let dataDir: string
let logged: string[]
const log = createLog({ level: 'info', destination: { write: (line: string) => void logged.push(line) } })

beforeEach(async () => {
  logged = []
  dataDir = await mkdtemp(join(tmpdir(), 'rollcall-metrics-'))
})
afterEach(() => rm(dataDir, { recursive: true }))

test('the first start makes the token, for its owner only; later starts find it', async () => {
  const token = await loadMetricsToken(dataDir, log)
  expect(token).toMatch(/^[\w-]{43}$/)
  expect((await stat(join(dataDir, 'metrics.token'))).mode & 0o777).toBe(0o600)
  expect(await loadMetricsToken(dataDir, log)).toBe(token)
})

test('processes that share the folder and start at once have one token, and leave nothing else behind', async () => {
  const tokens = await Promise.all(Array.from({ length: 20 }, () => loadMetricsToken(dataDir, log)))
  expect(new Set(tokens).size).toBe(1)
  expect(await readdir(dataDir)).toEqual(['metrics.token'])
})

test("the operator's own token counts, without the line's end", async () => {
  await writeFile(join(dataDir, 'metrics.token'), 'a-token-of-the-operator\n')
  expect(await loadMetricsToken(dataDir, log)).toBe('a-token-of-the-operator')
})

test('a token that is empty or too short stops the start with a sentence that names the file', async () => {
  for (const text of ['', 'short\n']) {
    await writeFile(join(dataDir, 'metrics.token'), text)
    await expect(loadMetricsToken(dataDir, log)).rejects.toThrow(
      /metrics\.token holds fewer than 16 characters\. Delete it/,
    )
  }
})

test('a folder that takes no file stops nothing: nobody knows the token, and the log says so without it', async () => {
  const file = join(dataDir, 'no-folder')
  await writeFile(file, '')
  const token = await loadMetricsToken(file, log)
  expect(token).toHaveLength(43)
  expect(await loadMetricsToken(file, log)).not.toBe(token)
  expect(logged[0]).toContain('there is no token for /metrics, so it stays closed')
  expect(logged.join()).not.toContain(token)
})
