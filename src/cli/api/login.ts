import type { Command } from 'commander'
import {
  type Credentials,
  credentialsFile,
  credentialsOf,
  forgetCredentials,
  keepCredentials,
  originOf,
  readCredentials,
} from './credentials.ts'
import { badInput, ending, exitCodes } from './ends.ts'
import { write } from './output.ts'
import { group, nameOfAccount } from './place.ts'
import { askLine, askSecret } from './prompts.ts'
import { openService } from './service.ts'
import { harmless, harmlessJson } from './text.ts'

/** `rollcall login` and `rollcall logout`. */
export function loginCommands(): Command[] {
  const login = group('login', 'sign in to a service with an API key, for the commands that work on it')
    .option('--url <address>', 'the service, as in https://rollcall.example.com (default: asked for)')
    .option('--status', 'say where you are signed in, and whether the key still opens it')
    .option('--json', 'with --status: as JSON')
    .addHelpText('after', loginHelp)
    .action(
      ending(async ({ url, status, json = false }: { url?: string; status?: boolean; json?: boolean }) => {
        if (status) await writeStatus(json)
        else await logIn(url)
        return exitCodes.done
      }),
    )
  const logout = group('logout', 'forget the address and the API key of "rollcall login"')
    .addHelpText('after', '\nThe key goes on working. Revoke it in Settings if nobody else uses it.')
    .action(
      ending(async () => {
        const forgotten = await forgetCredentials()
        await write(forgotten ? 'Logged out.\n' : 'You were not logged in.\n')
        return exitCodes.done
      }),
    )
  return [login, logout]
}

const loginHelp = `
The API key is asked for and not shown, or read from standard input. It is never an argument: those stand in the list of processes and in the
history of the shell. Address and key are tried, and kept in ~/.config/rollcall/login.json (or below XDG_CONFIG_HOME), for your eyes only.
ROLLCALL_URL and ROLLCALL_API_KEY win over that file. https is needed, except for localhost.

Examples:
  rollcall login --url https://rollcall.example.com
  rollcall login --url https://rollcall.example.com < key.txt
  rollcall login --status`

async function logIn(given: string | undefined): Promise<void> {
  if (given === undefined && !process.stdin.isTTY) throw badInput('Give the address of the service: --url.')
  const url = originOf(given ?? (await askLine('Address of the service: ')))
  const credentials = credentialsOf(url, await askSecret('API key (it is not shown): '), 'file')
  const account = await nameOfAccount(openService(credentials), credentials)
  const file = await keepCredentials(credentials)
  await write(`Logged in at ${url} for ${harmless(account)}. Address and key are in ${file}.\n`)
}

async function writeStatus(json: boolean): Promise<void> {
  const credentials = await readCredentials()
  const account = await nameOfAccount(openService(credentials), credentials)
  const { url, accountId, from } = credentials
  const key = shownOf(credentials)
  if (json) await write(`${harmlessJson({ url, account, accountId, key, from }, 2)}\n`)
  else {
    const source = from === 'file' ? credentialsFile() : 'the environment'
    await write(`Signed in at ${url} for ${harmless(account)}, with the key ${key}… of ${source}.\n`)
  }
}

/** How a key begins, by which the list in Settings tells keys apart. */
function shownOf({ apiKey }: Credentials): string {
  return apiKey.slice(0, apiKey.indexOf('.') + 1 + 8)
}
