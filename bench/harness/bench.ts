import type { Ground } from './ground.ts'
import type { Times } from './times.ts'

/** A benchmark: one file below `bench/`, which exports it as `bench`. */
export interface Bench {
  /** As it is called at the shell, and as its file is named. */
  name: string
  /** What it measures, as one sentence. */
  what: string
  run(ground: Ground): Promise<Figure[]>
}

/** One measured figure. */
export interface Figure {
  /** What was measured, as in `first page by e-mail`. */
  what: string
  /** In `unit`; of `times` it is the 95th percentile, unless `what` says otherwise. */
  value: number
  unit: 'ms' | 's' | '/s' | 'MB' | '%' | '×'
  times?: Times
  /** What the same machine did in the same minutes, in the same unit. */
  yardstick?: { what: string; value: number }
  /** Absent: told, and not judged. */
  bar?: Bar
}

/** What the figure must keep: one of the two is enough, because the second holds on a busy machine as well. */
export interface Bar {
  value: { atMost: number } | { atLeast: number }
  /** Figure divided by yardstick. */
  ratio?: { atMost: number } | { atLeast: number }
}

/** Whether a figure keeps its bar; undefined where it has none. */
export function isMet({ value, bar, yardstick }: Figure): boolean | undefined {
  if (!bar) return undefined
  return (
    keeps(value, bar.value) || (bar.ratio && yardstick ? keeps(value / yardstick.value, bar.ratio) : false)
  )
}

function keeps(value: number, limit: { atMost: number } | { atLeast: number }): boolean {
  return 'atMost' in limit ? value <= limit.atMost : value >= limit.atLeast
}

/** A figure of how long something took: its 95th percentile in milliseconds, to be at most this. */
export function timesFigure(
  what: string,
  times: Times,
  rest: { atMostMs?: number; yardstick?: { what: string; times: Times } } = {},
): Figure {
  return {
    what,
    value: times.p95,
    unit: 'ms',
    times,
    ...(rest.yardstick && { yardstick: { what: rest.yardstick.what, value: rest.yardstick.times.p95 } }),
    ...(rest.atMostMs !== undefined && { bar: { value: { atMost: rest.atMostMs } } }),
  }
}
