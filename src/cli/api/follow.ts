import { setTimeout as delay } from 'node:timers/promises'
import type { Operation, OperationReason } from '#features/operations/schema.ts'
import { CommandEnd, type ExitCode, exitCodes, tell } from './ends.ts'
import { write, writeRecord } from './output.ts'
import type { Place } from './place.ts'
import { openProgress } from './progress.ts'
import { tableOf } from './table.ts'
import { harmless } from './text.ts'

/** How often is asked how far it is: soon at first, because most are short. */
const firstPauseMs = 200
const longestPauseMs = 2_000

/**
 * Follows an operation to its end and says what became of its records. Ctrl-C ends the command and leaves the operation running.
 * @param wait without it the operation is written as it begins
 * @returns 6 where records failed or were skipped, or it was cancelled
 */
export async function follow(place: Place, begun: Operation, wait: boolean): Promise<ExitCode> {
  if (!wait) {
    await writeRecord(begun, place.json)
    if (!place.json) tell(`It runs. ${watching(place, begun)}`)
    return exitCodes.done
  }
  const ended = await untilEnded(place, begun)
  if (place.json) await writeRecord(ended, true)
  else await writeResult(place, ended)
  return exitCodeOfOperation(ended)
}

/** What became of the records, each reason with how many it holds for. */
export async function writeResult(place: Place, operation: Operation): Promise<void> {
  const { id, kind, status, total, done, failure } = operation
  const { items } = await place.service.get<{ items: OperationReason[] }>(
    `${place.path}/operations/${id}/reasons`,
  )
  const rows = items.map(({ outcome, count, message, code }) => [
    outcome,
    String(count),
    message ?? code ?? '',
  ])
  await write(tableOf(['Outcome', 'Count', 'Why'], [['done', String(done), ''], ...rows]))
  if (failure !== null) tell(harmless(failure))
  if (status === 'cancelled') tell(`The ${kind} was cancelled: ${done} of ${total} are done.`)
}

/** How an ended operation ends the command. */
export function exitCodeOfOperation({ status, done, failed, skipped }: Operation): ExitCode {
  if (status === 'failed') return done > 0 ? exitCodes.inPart : exitCodes.fault
  return status === 'cancelled' || failed + skipped > 0 ? exitCodes.inPart : exitCodes.done
}

async function untilEnded(place: Place, begun: Operation): Promise<Operation> {
  const progress = openProgress(process.stderr)
  const goesOn = `The ${begun.kind} goes on. ${watching(place, begun)}`
  // At once, also while the service does not answer.
  const stop = () => {
    progress.end()
    tell(goesOn)
    process.exit(exitCodes.interrupted)
  }
  process.once('SIGINT', stop)
  let operation = begun
  try {
    let pauseMs = firstPauseMs
    while (operation.finishedAt === null) {
      progress.show(operation)
      await delay(pauseMs)
      pauseMs = Math.min(pauseMs * 1.5, longestPauseMs)
      operation = await place.service.get<Operation>(`${place.path}/operations/${begun.id}`)
    }
    return operation
  } catch (error) {
    if (error instanceof CommandEnd && error.exitCode === exitCodes.unreachable) {
      throw new CommandEnd(error.exitCode, `${error.message}\n${goesOn}`)
    }
    throw error
  } finally {
    progress.end()
    process.removeListener('SIGINT', stop)
  }
}

function watching({ accountFlag }: Place, { id }: Operation): string {
  return `See how far it is: rollcall operations watch ${id}${accountFlag}`
}
