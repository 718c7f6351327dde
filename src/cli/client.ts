import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

/** Ends of `rollcall client`, documented in docs/client-api.md. */
const exitCodes = { done: 0, fault: 1, linkRefused: 2, pinRefused: 3, unreachable: 4, reset: 5 } as const

interface ClientOptions {
  /** The link or the authentication code; absent when the folder holds a client that was set up before. */
  link?: string | undefined
  /** Where an authentication code without its link is used. */
  server: string
  pin?: string | undefined
  kind: string
  out: string
  once: boolean
}

/** Something that happened, as one line of the output. */
type ClientEvent = { event: string } & Record<string, string | number | boolean | undefined>

/** What the client remembers between runs, beside the document: its own URL is a credential. */
interface ClientState {
  kind: string
  url: string
  version: string
}

const stateFile = 'client.json'
const documentFiles: Record<string, string> = {
  linphone: 'linphone.xml',
  microsip: 'microsip.ini',
  baresip: 'accounts',
  generic: 'configuration.json',
}

/** An end that is no fault of the program. */
class ClientEnd extends Error {
  override name = 'ClientEnd'
  readonly exitCode: number
  constructor(exitCode: number, sentence: string) {
    super(sentence)
    this.exitCode = exitCode
  }
}

/** `rollcall client`: the reference client at the shell, one line for each event. Stopped by SIGINT or SIGTERM. */
export async function referenceClient(
  link: string | undefined,
  options: Omit<ClientOptions, 'link'> & { json: boolean },
): Promise<void> {
  const stopping = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort())
  const tell = (event: ClientEvent) => console.log(options.json ? JSON.stringify(event) : lineOf(event))
  process.exitCode = await runReferenceClient({ ...options, link }, tell, stopping.signal)
}

/** `configuration version=… file=…` */
function lineOf({ event, ...facts }: ClientEvent): string {
  const given = Object.entries(facts).filter(([, value]) => value !== undefined)
  return [event, ...given.map(([name, value]) => `${name}=${value}`)].join(' ')
}

/**
 * The reference client: sets itself up with a link, keeps the configuration in a folder, waits for changes, obeys force config and reset.
 * @returns the exit code, when `once` or `signal` ends it, or when it was reset or refused
 */
export async function runReferenceClient(
  options: ClientOptions,
  tell: (event: ClientEvent) => void,
  signal: AbortSignal,
): Promise<number> {
  try {
    await mkdir(options.out, { recursive: true, mode: 0o700 })
    let state = options.link === undefined ? await readState(options.out) : await setUp(options, tell)
    if (options.link === undefined) state = await fetchConfiguration(options.out, state, tell)
    while (!options.once && !signal.aborted) state = await waitAndObey(options.out, state, tell, signal)
    return exitCodes.done
  } catch (error) {
    if (signal.aborted) return exitCodes.done
    if (!(error instanceof ClientEnd)) throw error
    tell({ event: 'ended', exitCode: error.exitCode, message: error.message })
    return error.exitCode
  }
}

/** Link → redirect server → service → ticket → document and a URL of our own. */
async function setUp(options: ClientOptions, tell: (event: ClientEvent) => void): Promise<ClientState> {
  const { kind, pin, out } = options
  const link = await followRedirect(linkOf(options))
  const answer = await ask(link, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...(pin === undefined ? {} : { pin }), client: kind }),
  })
  if (!answer.ok) throw await refusedBy(answer)
  const ticket = (await answer.json()) as { url: string; expiresAt: string }
  tell({ event: 'ticket', expiresAt: ticket.expiresAt })
  return fetchConfiguration(out, { kind, url: ticket.url, version: '' }, tell)
}

function linkOf({ link = '', server }: ClientOptions): string {
  if (/^https?:\/\//.test(link)) return link
  // The code is printed in groups: blanks do not count.
  return `${server.replace(/\/$/, '')}/d/${encodeURIComponent(link.replace(/\s+/g, ''))}`
}

/** The redirect server answers 307; a service that is asked directly answers with its page. */
async function followRedirect(link: string): Promise<string> {
  const answer = await ask(link, { redirect: 'manual' })
  await answer.body?.cancel()
  const location = answer.headers.get('location')
  return answer.status === 307 && location ? new URL(location, link).href : link
}

/** Fetches the document, by a ticket or by the client's own URL, and keeps both it and the URL for next time. */
async function fetchConfiguration(
  out: string,
  state: ClientState,
  tell: (event: ClientEvent) => void,
): Promise<ClientState> {
  const answer = await ask(state.url, {})
  if (answer.status === 410 && state.version !== '') return forget(out, state, tell)
  if (!answer.ok) throw await refusedBy(answer)
  const document = Buffer.from(await answer.arrayBuffer())
  const url = answer.headers.get('x-rollcall-configuration-url')
  const version = answer.headers.get('x-rollcall-configuration-version')
  // A document without a URL for next time is the reset document.
  if (url === null || version === null) return forget(out, state, tell)
  const file = documentFiles[state.kind] ?? 'configuration'
  await keep(out, file, document)
  const next = { kind: state.kind, url, version }
  await keep(out, stateFile, `${JSON.stringify(next, null, 2)}\n`)
  const event = version === state.version ? 'unchanged' : 'configuration'
  tell({ event, version, file: join(out, file), bytes: document.length })
  return next
}

/** Waits until something is due, at most 25 seconds, and does it. While the server cannot be reached it waits longer and longer. */
async function waitAndObey(
  out: string,
  state: ClientState,
  tell: (event: ClientEvent) => void,
  signal: AbortSignal,
): Promise<ClientState> {
  const begun = performance.now()
  try {
    const change = await nextChange(state, signal)
    if (change?.due === 'reset') return await forget(out, state, tell)
    if (change) {
      tell({ event: 'due', version: change.version ?? undefined, forced: change.version === state.version })
      return await fetchConfiguration(out, state, tell)
    }
    // Sent home early (a server that stops, or a newer request of ours): not at once again.
    if (performance.now() - begun < 1_000) await delay(retryDelayMs(), undefined, { signal })
  } catch (error) {
    if (signal.aborted || !(error instanceof ClientEnd) || error.exitCode !== exitCodes.unreachable)
      throw error
    tell({ event: 'unreachable', message: error.message })
    await delay(retryDelayMs(), undefined, { signal })
  }
  return state
}

interface Change {
  version: string | null
  due: 'configuration' | 'reset'
}

async function nextChange({ url, version }: ClientState, signal: AbortSignal): Promise<Change | undefined> {
  const credential = url.slice(url.lastIndexOf('/') + 1)
  const changes = new URL(`changes?since=${encodeURIComponent(version)}`, url)
  const answer = await ask(changes.href, { headers: { authorization: `Bearer ${credential}` }, signal })
  if (answer.status === 204) return undefined
  if (!answer.ok) throw await refusedBy(answer)
  return (await answer.json()) as Change
}

/** Spread over some seconds, so that a server that comes back is not asked by everybody at once. */
function retryDelayMs(): number {
  return 1_000 + Math.random() * 4_000
}

/** Factory reset: forgets the configuration and how to fetch another. */
async function forget(
  out: string,
  { kind }: ClientState,
  tell: (event: ClientEvent) => void,
): Promise<never> {
  await rm(join(out, documentFiles[kind] ?? 'configuration'), { force: true })
  await rm(join(out, stateFile), { force: true })
  tell({ event: 'reset' })
  throw new ClientEnd(exitCodes.reset, 'This client was removed. A new link sets it up again.')
}

async function readState(out: string): Promise<ClientState> {
  try {
    return JSON.parse(await readFile(join(out, stateFile), 'utf8')) as ClientState
  } catch {
    const sentence = `${out} holds no client that was set up. Give the link or the authentication code.`
    throw new ClientEnd(exitCodes.linkRefused, sentence)
  }
}

/** Writes beside and renames, so that a crash leaves the old file or the new one; for nobody else's eyes. */
async function keep(out: string, name: string, content: Buffer | string): Promise<void> {
  const path = join(out, name)
  await writeFile(`${path}.new`, content, { mode: 0o600 })
  await rename(`${path}.new`, path)
}

async function ask(url: string, init: RequestInit): Promise<Response> {
  try {
    const headers = { 'user-agent': 'rollcall-client', accept: '*/*', ...init.headers }
    return await fetch(url, { ...init, headers })
  } catch (error) {
    if ((error as Error).name === 'AbortError') throw error
    const { host } = URL.canParse(url) ? new URL(url) : { host: url }
    throw new ClientEnd(exitCodes.unreachable, `${host} does not answer. Check the address and the network.`)
  }
}

async function refusedBy(answer: Response): Promise<ClientEnd> {
  if (answer.status >= 500) {
    return new ClientEnd(exitCodes.unreachable, `The server has a fault at the moment (${answer.status}).`)
  }
  const problem = (await answer.json().catch(() => ({}))) as { code?: string; detail?: string }
  const aboutPin = /^deployment\.(pin-|locked$)/.test(problem.code ?? '')
  return new ClientEnd(
    aboutPin ? exitCodes.pinRefused : exitCodes.linkRefused,
    problem.detail ?? `The server refused (${answer.status}).`,
  )
}
