import { type DestinationStream, type Logger, pino } from 'pino'
import { redact, redactText } from './redact.ts'

export type Log = Logger

/**
 * The program's log: JSON lines on standard output. Every string that looks like one of our credentials is blanked
 * before it is written, wherever it stands (message, error, nested value): threats.md "Leaked logs".
 */
export function createLog(options: { level: string; destination?: DestinationStream }): Log {
  return pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: {
        log: (fields) => redact(fields) as Record<string, unknown>,
        bindings: (fields) => redact(fields) as Record<string, unknown>,
      },
      // The formatter has already taken the error apart.
      serializers: { err: (error) => redact(error) },
      // The whole line once more: texts put together later (formats, an error's message as the line's) pass no formatter.
      hooks: { streamWrite: redactText },
    },
    options.destination ?? pino.destination({ sync: false }),
  )
}
