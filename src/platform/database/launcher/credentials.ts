import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'
import { chmod, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** The three ways into the embedded database. */
export type Role = 'superuser' | 'owner' | 'runtime'

/** Names of the roles inside PostgreSQL. */
export const roleNames: Record<Role, string> = {
  superuser: 'rollcall_admin',
  owner: 'rollcall_owner',
  runtime: 'rollcall_app',
}

export type Credentials = Record<Role, string>

/** Reads the passwords of the data folder, or makes them (256 random bits each) when there is no cluster yet. */
export async function readOrMakeCredentials(dataDir: string, clusterExists: boolean): Promise<Credentials> {
  const path = join(dataDir, 'postgres-credentials.json')
  const text = await readIfThere(path)
  if (text !== undefined) {
    await chmod(path, 0o600)
    return parse(text, path)
  }
  if (clusterExists) {
    throw new Error(
      `The database's passwords are missing: ${path} is gone. Put it back from your backup, or move ` +
        `${join(dataDir, 'postgres')} away to begin with an empty database.`,
    )
  }
  const credentials = { superuser: randomPassword(), owner: randomPassword(), runtime: randomPassword() }
  await writePrivately(path, `${JSON.stringify(credentials, null, 2)}\n`)
  return credentials
}

/**
 * What PostgreSQL stores of a password (RFC 5803, RFC 5802 section 3). Made here, so that the password itself is in no
 * statement and therefore in no log of statements.
 */
export function scramVerifier(password: string): string {
  const salt = randomBytes(16)
  const iterations = 4096
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256')
  const clientKey = createHmac('sha256', salted).update('Client Key').digest()
  const storedKey = createHash('sha256').update(clientKey).digest('base64')
  const serverKey = createHmac('sha256', salted).update('Server Key').digest('base64')
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${serverKey}`
}

function randomPassword(): string {
  return randomBytes(32).toString('base64url')
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined
    throw new Error(
      `The database's passwords in ${path} cannot be read (${code}). ` +
        'Start Rollcall as the user that made this file, or give it to this user.',
      { cause },
    )
  }
}

function parse(text: string, path: string): Credentials {
  try {
    const { superuser, owner, runtime } = JSON.parse(text) as Partial<Credentials>
    if (superuser && owner && runtime) return { superuser, owner, runtime }
  } catch {
    // Told below; the parser's own words would show a part of the file.
  }
  throw new Error(`${path} does not hold the database's three passwords. Put it back from your backup.`)
}

/** Whole or absent after a power loss, and readable by us alone from the first byte. */
async function writePrivately(path: string, text: string): Promise<void> {
  const partial = `${path}.new`
  await rm(partial, { force: true })
  const file = await open(partial, 'wx', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(partial, path)
}
