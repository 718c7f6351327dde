import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { text as readAll } from 'node:stream/consumers'
import { badInput, CommandEnd, exitCodes } from './ends.ts'
import { harmless } from './text.ts'

/** Asks for a line at the terminal, on which the question does not act. Questions stand on standard error: the result alone is on standard output. */
export async function askLine(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return (await lines.question(harmless(question), { signal: stoppedBy(lines) })).trim()
  } catch (error) {
    throw endOfAsking(error)
  } finally {
    lines.close()
  }
}

/** Asks for a secret, which is not shown as it is typed; where there is no terminal it is the whole of standard input. */
export async function askSecret(question: string): Promise<string> {
  if (!process.stdin.isTTY) return (await readAll(process.stdin)).trim()
  process.stderr.write(question)
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true })
  try {
    return (await lines.question('', { signal: stoppedBy(lines) })).trim()
  } catch (error) {
    throw endOfAsking(error)
  } finally {
    lines.close()
    process.stderr.write('\n')
  }
}

/**
 * Lets somebody type the word before what cannot be undone is done. Where there is no terminal, `--yes` says it.
 * @throws CommandEnd when they do not
 */
export async function confirm(word: string, consequence: string, yes: boolean | undefined): Promise<void> {
  if (yes) return
  if (!process.stdin.isTTY) throw badInput(`${consequence} Give --yes if that is meant.`)
  const typed = await askLine(`${consequence} Type "${word}" to go on: `)
  if (typed !== word) throw badInput('Nothing was done.')
}

/** Ctrl-C, or the end of the input. */
function stoppedBy(lines: { once(event: 'SIGINT' | 'close', act: () => void): unknown }): AbortSignal {
  const stopping = new AbortController()
  lines.once('SIGINT', () => stopping.abort())
  lines.once('close', () => stopping.abort())
  return stopping.signal
}

function endOfAsking(error: unknown): unknown {
  const stopped = (error as Error).name === 'AbortError'
  return stopped ? new CommandEnd(exitCodes.interrupted, 'Nothing was done.') : error
}
