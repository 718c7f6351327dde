import { randomBytes } from 'node:crypto'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { DemoRefusal } from './options.ts'

/** Where a demo keeps everything it has. */
export interface Place {
  folder: string
  /** Whether it is kept when the demo ends. */
  kept: boolean
  /** Of the demo's admin. */
  password: string
  /** Whether an earlier start filled it: there is an estate to go on with. */
  filled: boolean
  logFile: string
  /** For what its programs put down for a while. */
  temporary: string
  /** Says that the estate is complete. */
  markFilled(): Promise<void>
  /** Leaves nothing behind, where nothing is to be kept. */
  close(): Promise<void>
}

interface Memory {
  password: string
  filled: boolean
}

/**
 * Opens the folder of a demo, or a temporary one.
 * @throws DemoRefusal where the folder holds something else, or a demo that was never finished
 */
export async function openPlace({
  data,
  fresh,
}: {
  data: string | undefined
  fresh: boolean
}): Promise<Place> {
  const folder = data === undefined ? await mkdtemp(join(tmpdir(), 'rollcall-demo-')) : resolve(data)
  await mkdir(folder, { recursive: true })
  const memoryFile = join(folder, 'demo.json')
  let memory = await readMemory(memoryFile)
  if (!memory && (await readdir(folder)).length > 0) {
    throw new DemoRefusal(`${folder} holds something else than a demo. Give an empty or a new folder.`)
  }
  if (memory && fresh) {
    for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true, force: true })
    memory = undefined
  }
  if (memory && !memory.filled) {
    throw new DemoRefusal(
      `The demo in ${folder} was stopped before it was filled. Add --fresh to begin anew.`,
    )
  }
  const temporary = join(folder, 'tmp')
  await rm(temporary, { recursive: true, force: true })
  await mkdir(temporary)
  // Others may pass through and read nothing: where we are root, the databases run as a user of their own.
  for (const path of [folder, temporary]) await chmod(path, 0o711)
  const known = memory ?? { password: `demo-${randomBytes(5).toString('hex')}`, filled: false }
  await writeMemory(memoryFile, known)
  return {
    folder,
    kept: data !== undefined,
    ...known,
    logFile: join(folder, 'demo.log'),
    markFilled: () => writeMemory(memoryFile, { ...known, filled: true }),
    temporary,
    // With another try: something that was cut short may still be writing.
    close: () => rm(data === undefined ? folder : temporary, { recursive: true, force: true, maxRetries: 5 }),
  }
}

async function readMemory(file: string): Promise<Memory | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  return text === undefined ? undefined : JSON.parse(text)
}

function writeMemory(file: string, memory: Memory): Promise<void> {
  return writeFile(file, `${JSON.stringify(memory)}\n`, { mode: 0o600 })
}
