import { randomBytes, randomUUID } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ConfigError } from '../config/config.ts'
import type { Log } from '../log/log.ts'

const lengthMin = 16

/**
 * What opens `/metrics`: the text of `metrics.token` in the data folder, which is made (mode 600) where it is missing. Several processes may share
 * the folder and start at once. Where the folder takes no file nobody knows the token, `/metrics` stays closed and the log says so.
 * @throws ConfigError when the file holds something shorter than a token
 */
export async function loadMetricsToken(dataDir: string, log: Log): Promise<string> {
  const file = join(dataDir, 'metrics.token')
  try {
    const token = (await read(file)) ?? (await make(dataDir, file))
    if (token.length >= lengthMin) return token
  } catch (error) {
    log.warn({ err: error, file }, 'there is no token for /metrics, so it stays closed')
    return randomBytes(32).toString('base64url')
  }
  throw new ConfigError(
    `${file} holds fewer than ${lengthMin} characters. Delete it, and the next start makes a new token.`,
  )
}

async function read(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Linked to its name when it is complete, so that nobody reads half a token; who comes second takes that of the first. */
async function make(dataDir: string, file: string): Promise<string> {
  await mkdir(dataDir, { recursive: true })
  const fresh = `${file}.${randomUUID()}`
  const token = randomBytes(32).toString('base64url')
  await writeFile(fresh, `${token}\n`, { mode: 0o600, flag: 'wx' })
  try {
    await link(fresh, file)
    return token
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return (await read(file)) ?? token
  } finally {
    await rm(fresh, { force: true })
  }
}
