import { randomUUID } from 'node:crypto'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { processIdentity } from './process-facts.ts'

export interface Lock {
  release(): Promise<void>
}

/** Takes the data folder for this process; refuses while another live process has it. */
export async function lockDataFolder(dataDir: string): Promise<Lock> {
  const path = join(dataDir, 'postgres.lock')
  const identity = await processIdentity(process.pid)
  // Two starts in one process have the same pid.
  const mine = `${path}.${randomUUID()}`
  await writeFile(mine, `${identity}\n`).catch((cause: NodeJS.ErrnoException) => {
    throw new Error(
      `The data folder ${dataDir} cannot be written to (${cause.code}). Give it to the user who runs Rollcall, ` +
        'or set ROLLCALL_DATA_DIR to another folder.',
      { cause },
    )
  })
  try {
    while (!(await linkAs(mine, path))) await removeIfStale(path, dataDir)
  } finally {
    await rm(mine, { force: true })
  }
  return { release: () => rm(path, { force: true }) }
}

/** A link appears with its content and only where no file is: two starts cannot both succeed. */
async function linkAs(existing: string, path: string): Promise<boolean> {
  try {
    await link(existing, path)
    return true
  } catch (failure) {
    if ((failure as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw failure
  }
}

async function removeIfStale(path: string, dataDir: string): Promise<void> {
  const holder = await liveHolder(path)
  if (holder) throw folderInUse(dataDir, holder)
  // Moved away and looked at again: between the two, another start may have replaced the stale lock by its own.
  const aside = `${path}.${randomUUID()}`
  try {
    await rename(path, aside)
  } catch (failure) {
    if ((failure as NodeJS.ErrnoException).code === 'ENOENT') return
    throw failure
  }
  try {
    const newHolder = await liveHolder(aside)
    if (!newHolder) return
    await linkAs(aside, path)
    throw folderInUse(dataDir, newHolder)
  } finally {
    await rm(aside, { force: true })
  }
}

/** The pid of the live process that has the lock. */
async function liveHolder(path: string): Promise<number | undefined> {
  const identity = (await readFile(path, 'utf8').catch(() => '')).trim()
  const pid = Number.parseInt(identity, 10)
  if (Number.isNaN(pid) || (await processIdentity(pid)) !== identity) return undefined
  return pid
}

/** `expected`: the operator can mend it, and is told the sentence alone. */
function folderInUse(dataDir: string, holder: number): Error {
  const message =
    `Another Rollcall (process ${holder}) already uses ${dataDir}. ` +
    'Stop it first, or set ROLLCALL_DATA_DIR to another folder for this one.'
  return Object.assign(new Error(message), { expected: true })
}
