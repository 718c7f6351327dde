/**
 * Installs the Debian packages that tests and tools need beyond npm: a browser, SIP phones and a registrar, an older
 * PostgreSQL, a spreadsheet. As a program: `node scripts/debian-packages.ts browser telephony`.
 */
import { execFile, spawn } from 'node:child_process'
import { chmod, readFile, rm, writeFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'

export const packageGroups = {
  browser: ['chromium', 'chromium-headless-shell', 'fonts-liberation'],
  telephony: [
    'kamailio',
    'kamailio-postgres-modules',
    'kamailio-tls-modules',
    'linphone-cli',
    'baresip-core',
    'sip-tester',
    'zbar-tools',
  ],
  postgres15: ['postgresql-15'],
  spreadsheet: ['libreoffice-calc'],
} as const

export type PackageGroup = keyof typeof packageGroups
export type Availability = { available: true } | { available: false; reason: string }

/** What the installer needs from the machine; tests give another one. */
export interface Machine {
  /** The given packages that are not installed, or undefined where there is no dpkg. */
  missing(packages: readonly string[]): Promise<string[] | undefined>
  mayInstall(): Promise<boolean>
  /** Runs apt-get; adds what it prints to `log`; resolves with its exit code. */
  aptGet(args: readonly string[], log: string[]): Promise<number>
  /** Runs `work` alone on this machine and without letting any packaged daemon start. */
  quietly<T>(work: () => Promise<T>): Promise<T>
}

/** Makes sure that a group of packages is there, installing what is missing where that is possible (root, apt-get). */
export async function ensureDebianPackages(
  group: PackageGroup,
  machine: Machine = thisMachine,
): Promise<Availability> {
  const wanted = packageGroups[group]
  const missing = await machine.missing(wanted)
  if (missing === undefined) {
    return { available: false, reason: `This is not a Debian machine; ${group} needs ${wanted.join(', ')}.` }
  }
  if (missing.length === 0) return { available: true }
  if (!(await machine.mayInstall())) {
    return {
      available: false,
      reason: `Install these packages as root: apt-get install ${missing.join(' ')}`,
    }
  }
  return machine.quietly(() => install(machine, wanted))
}

async function install(machine: Machine, wanted: readonly string[]): Promise<Availability> {
  // Asked again: another run may have installed them while this one waited for its turn.
  const missing = (await machine.missing(wanted)) ?? [...wanted]
  if (missing.length === 0) return { available: true }

  const log: string[] = []
  await updatePackageLists(machine, log)
  const code = await machine.aptGet(['install', '-y', '--no-install-recommends', ...missing], log)
  if (code === 0) return { available: true }
  return { available: false, reason: `apt-get install ${missing.join(' ')} failed.\n${log.join('')}` }
}

/** Goes on when the lists cannot be fetched: those from before may do, and if not, the installation says so. */
async function updatePackageLists(machine: Machine, log: string[]): Promise<void> {
  // The lock of the package lists is the one that apt-get does not wait for, whatever DPkg::Lock::Timeout says.
  for (let attempt = 0; attempt < 60; attempt++) {
    const attemptLog: string[] = []
    const code = await machine.aptGet(['update'], attemptLog)
    log.push(...attemptLog)
    if (code === 0 || !attemptLog.join('').includes('Could not get lock')) return
    await delay(5000)
  }
}

const thisMachine: Machine = {
  async missing(packages) {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholders are dpkg-query's.
    const answer = await run('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\\n', ...packages])
    if (answer === undefined) return undefined
    const installed = new Set(answer.split('\n').map((line) => line.replace(/ installed$/, '')))
    return packages.filter((name) => !installed.has(name))
  },

  async mayInstall() {
    return process.getuid?.() === 0 && (await run('apt-get', ['--version'])) !== undefined
  },

  aptGet(args, log) {
    return new Promise((resolve) => {
      const child = spawn('apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=300', ...args], {
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => log.push(String(text)))
      child.once('error', (error) => {
        log.push(error.message)
        resolve(127)
      })
      child.once('close', (code) => resolve(code ?? 1))
    })
  },

  async quietly(work) {
    const releaseLock = await holdLock('/run/lock/rollcall-debian-packages.lock')
    try {
      const allowDaemons = await forbidDaemons()
      try {
        return await work()
      } finally {
        await allowDaemons()
      }
    } finally {
      releaseLock()
    }
  },
}

const policyFile = '/usr/sbin/policy-rc.d'
const policy = '#!/bin/sh\n# Written by rollcall while it installs packages: no daemon starts.\nexit 101\n'

/** A freshly installed Kamailio would take port 5060. A policy of the machine's own stays as it is. */
async function forbidDaemons(): Promise<() => Promise<void>> {
  const present = await readFile(policyFile, 'utf8').catch(() => undefined)
  // One that equals ours was left by a run that was killed: it is taken over, and removed in the end.
  if (present !== undefined && present !== policy) return async () => {}
  await writeFile(policyFile, policy)
  await chmod(policyFile, 0o755)
  return () => rm(policyFile, { force: true })
}

/** Held by a child whose input is ours, so that the lock ends with this process, even one that is killed. */
async function holdLock(file: string): Promise<() => void> {
  const holder = spawn('flock', [file, 'sh', '-c', 'echo held; exec cat'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  await new Promise<void>((resolve, reject) => {
    holder.stdout.once('data', () => resolve())
    holder.once('error', reject)
    holder.once('exit', () => reject(new Error(`The lock ${file} cannot be taken.`)))
  })
  return () => holder.stdin.end()
}

/** What a program prints, whatever its exit code; undefined when there is no such program. */
function run(program: string, args: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(program, args, { env: { ...process.env, LC_ALL: 'C.UTF-8' } }, (error, stdout) => {
      resolve(error?.code === 'ENOENT' ? undefined : stdout)
    })
  })
}

async function main(groups: string[]): Promise<void> {
  const known = Object.keys(packageGroups)
  const unknown = groups.filter((group) => !known.includes(group))
  if (groups.length === 0 || unknown.length > 0) {
    console.error(`Name one or more of: ${known.join(', ')}`)
    process.exitCode = 2
    return
  }
  for (const group of groups as PackageGroup[]) {
    const outcome = await ensureDebianPackages(group)
    console.log(`${group}: ${outcome.available ? 'available' : outcome.reason}`)
    if (!outcome.available) process.exitCode = 1
  }
}

if (import.meta.main) await main(process.argv.slice(2))
