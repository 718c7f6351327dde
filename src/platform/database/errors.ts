interface PostgresError {
  code: string
  message: string
}

/**
 * SQLSTATEs after which the whole transaction is run again on a new connection: lost connection (08*), server stopping or
 * starting (57P0*), failed-over to a read-only node (25006), serialisation failure and deadlock (40001, 40P01).
 */
const repeatable = /^(08...|57P0.|25006|40001|40P01)$/
const socketErrors = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOENT'])

/** Whether running the transaction again may succeed. Whether it is needed at all, says `wasCommitted`. */
export function mayBeRepeated(error: unknown): boolean {
  const code = (error as Partial<PostgresError>)?.code
  if (typeof code === 'string') return repeatable.test(code) || socketErrors.has(code)
  return (
    error instanceof Error &&
    /Connection terminated|connection timeout|timeout exceeded when trying to connect|Client has encountered a connection error/i.test(
      error.message,
    )
  )
}

/** A connection broke while a transaction was being committed, and it could not be asked whether it was: 08007, transaction resolution unknown. */
export class UndecidedError extends Error {
  override name = 'UndecidedError'
  readonly code = '08007'

  constructor(cause: unknown) {
    super('The database did not say whether a transaction was committed.', { cause })
  }
}

/** Whether a text could not be read as the type it was compared with (22P02, 22007, 22008). */
export function isUnreadableValue(error: unknown): boolean {
  return /^(22P02|22007|22008)$/.test((error as Partial<PostgresError>)?.code ?? '')
}

/**
 * The name of the constraint an error is about, or undefined. Read from the message, not from `error.constraint`: a distributed
 * database leaves that empty and appends the shard's number to the name.
 */
export function violatedConstraint(error: unknown): string | undefined {
  const { code, message } = (error ?? {}) as Partial<PostgresError>
  if (typeof code !== 'string' || !code.startsWith('23') || typeof message !== 'string') return undefined
  return /constraint "(.+?)(?:_\d{5,})?"/.exec(message)?.[1]
}

/** For `.catch()`: turns the violation of one named constraint into a refusal, and lets everything else pass. */
export function whenViolated(constraint: string, refusal: () => Error): (error: unknown) => never {
  return (error) => {
    throw violatedConstraint(error) === constraint ? refusal() : error
  }
}
