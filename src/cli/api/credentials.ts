import { chmod, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseCredential } from '#platform/secrets/credentials.ts'
import { badInput, CommandEnd, exitCodes } from './ends.ts'

/** Where the service is, and the key that opens it. */
export interface Credentials {
  /** Scheme, host and port. */
  url: string
  apiKey: string
  /** The account that the key belongs to: a key carries it. */
  accountId: string
  /** Where the key was found. */
  from: 'environment' | 'file'
}

/** The file of `rollcall login`. */
export function credentialsFile(environment: NodeJS.ProcessEnv = process.env): string {
  const folder = environment.XDG_CONFIG_HOME || join(environment.HOME || homedir(), '.config')
  return join(folder, 'rollcall', 'login.json')
}

/**
 * The credentials in force. The environment wins. A key is only sent to the address that it was given with: where `ROLLCALL_URL` names another than
 * the file, the file's key stays where it is, so that a setting of the environment cannot send it elsewhere.
 * @throws CommandEnd with exit code 3 when there are none
 */
export async function readCredentials(environment: NodeJS.ProcessEnv = process.env): Promise<Credentials> {
  const apiKey = environment.ROLLCALL_API_KEY || undefined
  const url = environment.ROLLCALL_URL ? originOf(environment.ROLLCALL_URL, 'ROLLCALL_URL: ') : undefined
  if (apiKey !== undefined && url !== undefined) return credentialsOf(url, apiKey, 'environment')
  const kept = await readFileOfLogin(credentialsFile(environment))
  if (kept === undefined) {
    throw notSignedIn(
      apiKey === undefined
        ? 'You are not signed in. Run "rollcall login", or set ROLLCALL_URL and ROLLCALL_API_KEY.'
        : 'ROLLCALL_API_KEY is set and ROLLCALL_URL is not. Set it to the address of the service.',
    )
  }
  if (apiKey !== undefined) return credentialsOf(kept.url, apiKey, 'environment')
  if (url !== undefined && url !== kept.url) {
    throw notSignedIn(
      `You are signed in at ${kept.url}, and ROLLCALL_URL says ${url}. Run "rollcall login --url ${url}", or set ROLLCALL_API_KEY too.`,
    )
  }
  return credentialsOf(kept.url, kept.apiKey, 'file')
}

/** Takes a key apart. The sentence never holds it. @throws CommandEnd when it is none */
export function credentialsOf(url: string, apiKey: string, from: Credentials['from']): Credentials {
  const credential = apiKey.startsWith('rc_') ? parseCredential(apiKey.slice('rc_'.length)) : undefined
  if (!credential) {
    throw notSignedIn(
      `${from === 'environment' ? 'ROLLCALL_API_KEY holds' : 'That is'} no API key. A key begins with rc_; an admin of the account makes one in Settings.`,
    )
  }
  return { url, apiKey, accountId: credential.accountId, from }
}

/**
 * Reads the address of a service. A key is never sent in clear over a network, so that http is for this machine alone.
 * @param from what is said before a refusal: where the address was found
 * @returns its origin @throws CommandEnd for anything but such an address
 */
export function originOf(given: string, from = ''): string {
  const text = given.trim()
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (
    url === undefined ||
    !['http:', 'https:'].includes(url.protocol) ||
    url.pathname !== '/' ||
    url.search !== ''
  ) {
    throw badInput(
      `${from}Give the address of the service with https:// and without a path, as in https://rollcall.example.com.`,
    )
  }
  if (url.username !== '' || url.password !== '') {
    throw badInput(`${from}Leave name and password out of the address: the API key is given apart.`)
  }
  if (url.protocol === 'http:' && !/^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname)) {
    throw badInput(
      `${from}Give an address with https: over http everybody on the way to ${url.host} could read the key.`,
    )
  }
  return url.origin
}

/** Keeps address and key for later commands, for this user's eyes only. @returns the file @throws CommandEnd when it cannot be written */
export async function keepCredentials(credentials: Credentials): Promise<string> {
  const file = credentialsFile()
  try {
    await writeFileOfLogin(file, credentials)
  } catch (error) {
    throw badInput(`${file} cannot be written (${(error as NodeJS.ErrnoException).code}).`)
  }
  return file
}

async function writeFileOfLogin(file: string, { url, apiKey }: Credentials): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  // Written beside and renamed, so that a crash leaves the old file or the new one. A file that is left over may have other rights.
  await rm(`${file}.new`, { force: true })
  await writeFile(`${file}.new`, `${JSON.stringify({ url, apiKey }, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
  await chmod(`${file}.new`, 0o600)
  await rename(`${file}.new`, file)
}

/** Forgets them. @returns whether there were any */
export async function forgetCredentials(): Promise<boolean> {
  const file = credentialsFile()
  const there = await stat(file).then(
    () => true,
    () => false,
  )
  await rm(file, { force: true })
  return there
}

async function readFileOfLogin(file: string): Promise<{ url: string; apiKey: string } | undefined> {
  const found = await stat(file).catch(() => undefined)
  if (!found) return undefined
  if ((found.mode & 0o077) !== 0 && process.platform !== 'win32') {
    throw notSignedIn(
      `${file} can be read by others on this machine. Revoke its key, run "rollcall logout", and log in with a new one.`,
    )
  }
  try {
    const { url, apiKey } = JSON.parse(await readFile(file, 'utf8'))
    if (typeof url === 'string' && typeof apiKey === 'string') return { url: originOf(url), apiKey }
  } catch (error) {
    if (error instanceof CommandEnd) throw error
  }
  throw notSignedIn(`${file} cannot be read. Run "rollcall logout", and log in again.`)
}

const notSignedIn = (sentence: string) => new CommandEnd(exitCodes.notAllowed, sentence)
