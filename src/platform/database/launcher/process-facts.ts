import { execFile } from 'node:child_process'
import { readdir, readFile, readlink } from 'node:fs/promises'
import { basename } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const hasProc = process.platform === 'linux'

/**
 * A name for one run of one process, so that a process which got a dead one's pid is told apart; undefined when no
 * such process runs. A zombie does not run.
 */
export async function processIdentity(pid: number): Promise<string | undefined> {
  return hasProc ? identityFromProc(pid) : identityFromPs(pid)
}

/** Whether the process is a PostgreSQL server on this cluster. */
export async function isServerOf(clusterDir: string, pid: number): Promise<boolean> {
  if (!hasProc) return (await ps(pid, 'command')).includes(`postgres -D ${clusterDir} `)
  // PostgreSQL makes its cluster the working directory.
  const [cwd, commandLine] = await Promise.all([
    readlink(`/proc/${pid}/cwd`).catch(() => undefined),
    readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''),
  ])
  return cwd === clusterDir && basename(commandLine.split('\0')[0] as string) === 'postgres'
}

/** Whether any process works in this folder: backends outlive a killed server by a moment. Linux only, else false. */
export async function isFolderInUse(dir: string): Promise<boolean> {
  if (!hasProc) return false
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const folders = await Promise.all(pids.map((pid) => readlink(`/proc/${pid}/cwd`).catch(() => undefined)))
  return folders.includes(dir)
}

async function identityFromProc(pid: number): Promise<string | undefined> {
  try {
    const status = await readFile(`/proc/${pid}/stat`, 'utf8')
    // proc(5): the name, in brackets, may hold blanks and brackets; state is field 3, the start in ticks field 22.
    const fields = status.slice(status.lastIndexOf(')') + 2).split(' ')
    if (fields[0] === 'Z') return undefined
    // Ticks count from the boot, so the same number comes again after the next one.
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8')
    return `${pid} ${boot.trim()} ${fields[19]}`
  } catch {
    return undefined
  }
}

async function identityFromPs(pid: number): Promise<string | undefined> {
  const state = await ps(pid, 'stat')
  if (state === '' || state.startsWith('Z')) return undefined
  return `${pid} ${await ps(pid, 'lstart')}`
}

async function ps(pid: number, column: string): Promise<string> {
  const env = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' }
  const answer = await run('ps', ['-ww', '-o', `${column}=`, '-p', String(pid)], { env }).catch(
    () => undefined,
  )
  return answer?.stdout.trim() ?? ''
}
