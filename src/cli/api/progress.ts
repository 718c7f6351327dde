import type { Operation } from '#features/operations/schema.ts'
import { widthOf } from './text.ts'

const barWidth = 24
/** Before this much time has passed, a rate says nothing. */
const rateAfterMs = 1_000
/** How often a line is written where no terminal shows a bar. */
const lineEveryMs = 10_000

/** How far an operation was when somebody began to look, from which the rate is known. */
export interface Beginning {
  done: number
  atMs: number
}

/** Shows how far an operation is, on standard error. */
export interface Progress {
  show(operation: Operation): void
  /** Takes the bar away. */
  end(): void
}

/**
 * A bar that is drawn again in its place on a terminal; elsewhere a line every ten seconds, the first after ten.
 * @param nowMs a clock that only goes on
 */
export function openProgress(
  stream: { isTTY?: boolean; columns?: number; write(text: string): unknown },
  nowMs: () => number = () => performance.now(),
): Progress {
  let beginning: Beginning | undefined
  let wroteAtMs = nowMs()
  return {
    show(operation) {
      beginning ??= { done: endedOf(operation), atMs: nowMs() }
      const now = nowMs()
      const line = progressLine(operation, beginning, now)
      if (stream.isTTY) {
        const bar = barOf(operation)
        const room = (stream.columns ?? 80) - 1
        // A line that is wrapped could not be drawn over.
        stream.write(
          `\r\u001b[K${widthOf(`${bar} ${line}`) <= room ? `${bar} ${line}` : line.slice(0, room)}`,
        )
      } else if (now - wroteAtMs >= lineEveryMs) {
        wroteAtMs = now
        stream.write(`${line}\n`)
      }
    },
    end() {
      if (stream.isTTY) stream.write('\r\u001b[K')
    },
  }
}

/** `412 of 1,000, 52 a second, 12 s left`. Rate and time are those since somebody looks. */
export function progressLine(operation: Operation, beginning: Beginning, nowMs: number): string {
  const { status, total } = operation
  const ended = endedOf(operation)
  const counted = `${number(ended)} of ${number(total)}`
  if (status === 'queued') return `${counted}, waiting for a worker`
  const seconds = (nowMs - beginning.atMs) / 1_000
  const since = ended - beginning.done
  if (seconds * 1_000 < rateAfterMs || since === 0) return counted
  const rate = since / seconds
  const shownRate = rate >= 10 ? number(Math.round(rate)) : rate.toFixed(1)
  return `${counted}, ${shownRate} a second, ${timeOf((total - ended) / rate)} left`
}

function barOf(operation: Operation): string {
  const share = operation.total === 0 ? 0 : Math.min(1, endedOf(operation) / operation.total)
  const full = Math.round(share * barWidth)
  return `[${'#'.repeat(full)}${'.'.repeat(barWidth - full)}]`
}

/** Records that are finished, however. */
function endedOf({ done, failed, skipped }: Operation): number {
  return done + failed + skipped
}

function timeOf(seconds: number): string {
  const whole = Math.ceil(seconds)
  if (whole < 120) return `${whole} s`
  return whole < 7_200 ? `${Math.round(whole / 60)} min` : `${Math.round(whole / 3_600)} h`
}

function number(count: number): string {
  return count.toLocaleString('en')
}
