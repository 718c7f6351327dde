import { createHash, createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto'
import { mkdir, open, readFile, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/** The key all others hang from. It lives in a file outside the database and outside every backup. */
export interface MasterKey {
  /** Names the key in wrapped values; tells nothing about it. */
  readonly id: string
  /**
   * A key of its own for each purpose (HKDF-SHA-256, RFC 5869), so that no two uses share one: 32 bytes. As a `KeyObject`, which no log can print;
   * and a hash that is given a Buffer makes one anew, which takes 8 of its 10 µs.
   */
  deriveKey(purpose: string): KeyObject
}

/** Makes the master key's file if there is none, else reads it. */
export async function loadMasterKey(file: string): Promise<MasterKey> {
  await createIfMissing(file)
  const mode = (await stat(file)).mode & 0o077
  if (mode !== 0) {
    throw new Error(
      `The master key ${file} can be read by other users of this machine. Run: chmod 600 ${file}`,
    )
  }
  const key = Buffer.from((await readFile(file, 'utf8')).trim(), 'base64')
  if (key.length !== 32) {
    throw new Error(
      `${file} does not hold a master key (32 bytes in base64). Restore it from where you keep it.`,
    )
  }
  return masterKeyOf(key)
}

/** Wraps 32 bytes as a master key. */
export function masterKeyOf(key: Buffer): MasterKey {
  // There are few purposes and each fetch of a softphone needs two; deriving one costs 15 µs.
  const derived = new Map<string, KeyObject>()
  return {
    id: createHash('sha256').update('rollcall master key id').update(key).digest('base64url').slice(0, 12),
    deriveKey(purpose) {
      const known =
        derived.get(purpose) ??
        createSecretKey(Buffer.from(hkdfSync('sha256', key, '', `rollcall ${purpose}`, 32)))
      derived.set(purpose, known)
      return known
    },
  }
}

async function createIfMissing(file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  try {
    const handle = await open(file, 'wx', 0o600)
    await handle.writeFile(`${randomBytes(32).toString('base64')}\n`)
    await handle.sync()
    await handle.close()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}
