import { Command, type CommanderError, InvalidArgumentError, type OutputConfiguration } from 'commander'
import { type Credentials, readCredentials } from './credentials.ts'
import { badInput, CommandEnd, exitCodes } from './ends.ts'
import { pagesOf } from './pages.ts'
import { openService, type Service } from './service.ts'
import { harmless } from './text.ts'

/** What every command that asks the service has. */
export interface CommonOptions {
  account?: string
  json?: boolean
}

/** The service, and the account in which a command works. */
export interface Place {
  service: Service
  /** `/accounts/<id>`, below `/api/v1`. */
  path: string
  /** What repeats this account in another command: ` --account "Acme"`, or nothing. */
  accountFlag: string
  json: boolean
}

/** What is said of wrong use repeats no API key, and acts on no terminal. */
export const errorOutput: OutputConfiguration = {
  outputError: (text, write) => write(text.split('\n').map(harmless).join('\n')),
}

/** A group of commands, such as `users`. */
export function group(name: string, description: string): Command {
  return new Command(name).description(description).configureOutput(errorOutput).exitOverride(endUse)
}

/** Ends the program where commander would: wrong use with 2, help with 0. To be given to `exitOverride`. */
export function endUse({ exitCode, code }: CommanderError): never {
  process.exit(exitCode === 0 || code === 'commander.helpDisplayed' ? exitCodes.done : exitCodes.badInput)
}

/** The options that all commands of accounts have. */
export function common(command: Command): Command {
  return command
    .option('--account <name|id>', 'the account, for partners (default: the one that the API key is of)')
    .option('--json', 'write what the API answers, as JSON')
}

/** Of records that may be meant, so many are listed. */
export const candidatesShown = 10

/** Opens the service, and finds the account. */
export async function openPlace({ account, json = false }: CommonOptions): Promise<Place> {
  const credentials = await readCredentials()
  const service = openService(credentials)
  const id = account === undefined ? credentials.accountId : await accountId(service, account)
  const flag = account === undefined ? '' : ` --account ${id}`
  return { service, path: `/accounts/${id}`, accountFlag: flag, json }
}

/**
 * The id of an account: given as one, or as its whole name or customer number in whatever case.
 * @throws CommandEnd when none or several are called so; those that may be meant are listed
 */
export async function accountId(service: Service, given: string): Promise<string> {
  if (isId(given)) return given.toLowerCase()
  type Called = { id: string; name: string; customerNumber: string | null }
  const exact: Called[] = []
  const similar: Called[] = []
  const same = (text: string | null) => text !== null && folded(text) === folded(given)
  // To the end of the list: a second one of this name may stand anywhere in it.
  for await (const page of pagesOf<Called>(service, '/accounts', { search: given })) {
    exact.push(...page.filter(({ name, customerNumber }) => same(name) || same(customerNumber)))
    similar.push(...page.slice(0, candidatesShown - similar.length))
  }
  const [only] = exact
  if (only && exact.length === 1) return only.id
  const listed = exact.length > 0 ? exact.slice(0, candidatesShown) : similar
  const candidates = listed.map(({ id, name }) => `  ${id}  ${name}`)
  if (exact.length > 1) {
    throw badInput([`${exact.length} accounts are called "${given}". Give the id:`, ...candidates].join('\n'))
  }
  const near = candidates.length > 0 ? ['Did you mean one of these?', ...candidates] : []
  throw new CommandEnd(exitCodes.notFound, [`No account is called "${given}".`, ...near].join('\n'))
}

/** A whole number from 1 on. */
export function aCount(given: string): number {
  if (!/^[1-9]\d{0,8}$/.test(given)) throw new InvalidArgumentError('Give a whole number from 1 on.')
  return Number(given)
}

export function isId(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
}

/** As names are compared: whatever the case, the spaces around and the way accents are written. */
export function folded(text: string): string {
  return text.normalize('NFC').trim().toLowerCase()
}

/** The account of a key by name, or its id where the key may not see it. */
export async function nameOfAccount(service: Service, { accountId: id }: Credentials): Promise<string> {
  try {
    return (await service.get<{ name: string }>(`/accounts/${id}`)).name
  } catch (error) {
    if (error instanceof CommandEnd && error.message.includes('(auth.scope-missing)')) return id
    throw error
  }
}
