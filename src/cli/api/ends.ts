import { harmless } from './text.ts'

/** How a command that speaks to the API ends: `docs/command-line.md`. The numbers are public. */
export const exitCodes = {
  done: 0,
  fault: 1,
  badInput: 2,
  notAllowed: 3,
  notFound: 4,
  conflict: 5,
  inPart: 6,
  unreachable: 7,
  interrupted: 130,
} as const
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** An end that is no fault of the program. The message is what stands on standard error. */
export class CommandEnd extends Error {
  override name = 'CommandEnd'
  readonly exitCode: ExitCode
  constructor(exitCode: ExitCode, sentence: string) {
    super(sentence)
    this.exitCode = exitCode
  }
}

/** What was asked for cannot be done as it was written. */
export const badInput = (sentence: string) => new CommandEnd(exitCodes.badInput, sentence)

/** The exit code for a refusal with this HTTP status. */
export function exitCodeOf(status: number): ExitCode {
  if (status === 401 || status === 403) return exitCodes.notAllowed
  if (status === 404 || status === 410) return exitCodes.notFound
  if (status === 409 || status === 412 || status === 423) return exitCodes.conflict
  if (status === 429 || (status >= 502 && status <= 504)) return exitCodes.unreachable
  return status >= 400 && status < 500 ? exitCodes.badInput : exitCodes.fault
}

/**
 * Makes an act the action of a command: its number becomes the exit code, and an expected end becomes a sentence on standard error. Anything else is a
 * fault, and is thrown.
 */
export function ending<Args extends unknown[]>(
  act: (...args: Args) => Promise<ExitCode>,
): (...args: Args) => Promise<void> {
  return async (...args) => {
    // `rollcall users list --all | head` closes our output early, and has got what it wanted.
    process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
      if (code === 'EPIPE') process.exit(exitCodes.done)
      tell(`The output cannot be written (${code}).`)
      process.exit(exitCodes.fault)
    })
    // Where nobody reads what is said beside the result, the work goes on.
    process.stderr.on('error', () => {})
    try {
      process.exitCode = await act(...args)
    } catch (error) {
      if (!(error instanceof CommandEnd)) throw error
      tell(error.message)
      process.exitCode = error.exitCode
    }
  }
}

/** Says something beside the result, on standard error. */
export function tell(sentence: string): void {
  process.stderr.write(`${sentence.split('\n').map(harmless).join('\n')}\n`)
}
