/**
 * `npm run demo`: Rollcall with people, mails, a PBX and softphones in a folder of its own, until Ctrl-C. `--help` says what it
 * takes. All of it runs in a process group of its own, led by this file called with `run`: a Ctrl-C at the terminal reaches the
 * leader only, which stops the others in order.
 */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { boundToUs } from '#dev/demo/child.ts'
import { runDemo } from '#dev/demo/demo.ts'
import { DemoRefusal, readOptions, usage } from '#dev/demo/options.ts'
import { ensureDebianPackages } from './debian-packages.ts'
import { isBuilt } from './freshness.ts'

const stopping = new AbortController()
// npm passes on the Ctrl-C that the terminal has sent here already: from the second on, signals say nothing new.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort())

// A folder given by --data is meant from where the person stands.
const from = process.env.INIT_CWD ?? process.cwd()
process.chdir(join(import.meta.dirname, '..'))
process.exit(await main(process.argv.slice(2)))

async function main([first, ...rest]: string[]): Promise<number> {
  try {
    if (first === 'run') await run(rest)
    else return await runInOwnGroup(first === undefined ? [] : [first, ...rest])
    return 0
  } catch (error) {
    if (stopping.signal.aborted) return 0
    console.error(error instanceof DemoRefusal ? `\n${error.message}\n` : error)
    return 1
  }
}

async function run(args: string[]): Promise<void> {
  const options = readOptions(args)
  if (!options) return
  const data = options.data === undefined ? undefined : resolve(from, options.data)
  await runDemo({ ...options, data }, installSoftphones, stopping.signal)
}

async function runInOwnGroup(args: string[]): Promise<number> {
  if (!readOptions(args)) {
    console.log(usage)
    return 0
  }
  if (!isBuilt() && spawnSync(process.execPath, ['scripts/build.ts'], { stdio: 'inherit' }).status !== 0) {
    throw new DemoRefusal('The program could not be built; what is wrong stands above.')
  }
  const [command, ...rest] = boundToUs([process.execPath, 'scripts/demo.ts', 'run', ...args])
  const leader = spawn(command, rest, {
    detached: true,
    env: { ...process.env, INIT_CWD: from },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  stopping.signal.addEventListener('abort', () => leader.kill('SIGTERM'))
  if (stopping.signal.aborted) leader.kill('SIGTERM')
  const [code] = await once(leader, 'exit')
  return code ?? 1
}

async function installSoftphones(): Promise<void> {
  console.log('  Installing a PBX and softphones with apt-get …')
  const outcome = await ensureDebianPackages('telephony')
  if (!outcome.available) throw new DemoRefusal(outcome.reason)
}
