import { type DestinationStream, type Logger, pino } from 'pino'
import { redact } from './redact.ts'

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
      formatters: { log: (fields) => redact(fields) as Record<string, unknown> },
      serializers: { err: (error) => redact(pino.stdSerializers.err(error)) },
      hooks: {
        logMethod(args, method) {
          const cleaned = args.map((arg) => (typeof arg === 'string' ? redact(arg) : arg))
          method.apply(this, cleaned as Parameters<typeof method>)
        },
      },
    },
    options.destination ?? pino.destination({ sync: false }),
  )
}
