import { cpus, loadavg } from 'node:os'
import { type Bench, type Figure, isMet } from './bench.ts'

/** The machine, as one line: figures mean nothing without it. */
export function machineLine(postgresVersion: string): string {
  const [model = { model: 'unknown' }] = cpus()
  const load = loadavg().map((each) => each.toFixed(1))
  return `${cpus().length} cores (${model.model.trim()}), load ${load.join(' ')}, Node ${process.versions.node}, PostgreSQL ${postgresVersion}`
}

/** A bench's figures as a table of Markdown. */
export function tableOf(bench: Bench, figures: Figure[]): string {
  const rows = figures.map((figure) => {
    const { what, unit, times, yardstick } = figure
    return [
      what,
      shown(figure.value, unit),
      times ? `${rounded(times.p50)} / ${rounded(times.p95)} / ${rounded(times.p99)}` : '',
      yardstick ? `${shown(yardstick.value, unit)} ${yardstick.what}` : '',
      yardstick ? rounded(figure.value / yardstick.value) : '',
      barOf(figure),
      verdict(figure),
    ]
  })
  const table = [['figure', 'value', 'p50 / p95 / p99', 'yardstick', 'ratio', 'bar', ''], ...rows]
  const lines = table.map((cells) => `| ${cells.join(' | ')} |`)
  lines.splice(1, 0, `|${'---|'.repeat(7)}`)
  return [`### ${bench.name}`, '', bench.what, '', ...lines].join('\n')
}

function barOf({ bar, unit }: Figure): string {
  if (!bar) return ''
  return [words(bar.value, unit), bar.ratio && `or ratio ${words(bar.ratio, '')}`].filter(Boolean).join(' ')
}

function words(limit: { atMost: number } | { atLeast: number }, unit: string): string {
  return 'atMost' in limit
    ? `≤ ${rounded(limit.atMost)} ${unit}`.trim()
    : `≥ ${rounded(limit.atLeast)} ${unit}`.trim()
}

function verdict(figure: Figure): string {
  const met = isMet(figure)
  return met === undefined ? '' : met ? 'met' : '**not met**'
}

function shown(value: number, unit: string): string {
  return `${rounded(value)} ${unit}`
}

/** Three digits are as many as a noisy machine gives. */
function rounded(value: number): string {
  return value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)))
}
