/** `npm start`: builds the program where that is needed, then becomes it. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { isBuilt } from './freshness.ts'

const oldestNode = 24

const major = Number.parseInt(process.versions.node, 10)
if (major < oldestNode) {
  console.error(
    `Rollcall needs Node ${oldestNode} or newer; this is ${process.version}. "npm ci" installs one for it.`,
  )
  process.exit(1)
}

const root = join(import.meta.dirname, '..')
process.chdir(root)
if (!isBuilt()) {
  const { status } = spawnSync(process.execPath, ['scripts/build.ts'], { stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}
become(process.execPath, [
  '--enable-source-maps',
  join(root, 'dist', 'rollcall.js'),
  ...process.argv.slice(2),
])

/** Replaces this process, so that signals reach the program itself; Windows cannot, there it waits for it. */
function become(program: string, args: string[]): never {
  if (process.platform !== 'win32') process.execve?.(program, [program, ...args], process.env)
  const { status } = spawnSync(program, args, { stdio: 'inherit' })
  process.exit(status ?? 1)
}
