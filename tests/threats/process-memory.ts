import { closeSync, openSync, readFileSync, readSync } from 'node:fs'

/** Shorter runs of text are pieces of nothing. */
const runMin = 8
const pageBytes = 4096
const bytesAtOnceMax = 64 * 1024 * 1024

interface Range {
  start: number
  end: number
}

/**
 * Every text that stands in what a process has written to its memory, as somebody who took the machine would read it (Linux, x86-64 and others with
 * pages of 4 KiB). Of a process of the same user, or read as root.
 */
export function textsInMemoryOf(pid: number): string {
  const texts = new Set<string>()
  const memory = openSync(`/proc/${pid}/mem`, 'r')
  try {
    for (const { start, end } of usedRangesOf(pid)) {
      for (let at = start; at < end; at += bytesAtOnceMax) {
        const bytes = readRange(memory, { start: at, end: Math.min(end, at + bytesAtOnceMax) })
        for (const text of textsIn(bytes)) texts.add(text)
      }
    }
  } finally {
    closeSync(memory)
  }
  return [...texts].join('\n')
}

/** Most of what Node reserves is never used: those pages are left out. */
function usedRangesOf(pid: number): Range[] {
  const pageMap = openSync(`/proc/${pid}/pagemap`, 'r')
  try {
    return writableRangesOf(pid).flatMap((range) => {
      const pages = readRange(pageMap, {
        start: (range.start / pageBytes) * 8,
        end: (range.end / pageBytes) * 8,
      })
      const used: Range[] = []
      for (let page = 0; page * 8 < pages.length; page += 1) {
        // The two highest bits of eight bytes, little-endian: the page is in memory, or swapped out.
        if (((pages[page * 8 + 7] ?? 0) & 0xc0) === 0) continue
        const start = range.start + page * pageBytes
        const last = used.at(-1)
        if (last?.end === start) last.end += pageBytes
        else used.push({ start, end: start + pageBytes })
      }
      return used
    })
  } finally {
    closeSync(pageMap)
  }
}

function writableRangesOf(pid: number): Range[] {
  const lines = readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n')
  return lines.flatMap((line) => {
    const [, start, end] = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line) ?? []
    if (start === undefined || end === undefined) return []
    return [{ start: Number.parseInt(start, 16), end: Number.parseInt(end, 16) }]
  })
}

/** As much as there is: memory may have been given back since it was listed. */
function readRange(file: number, { start, end }: Range): Buffer {
  const bytes = Buffer.alloc(end - start)
  try {
    return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, start))
  } catch {
    return Buffer.alloc(0)
  }
}

/** Runs of ASCII, one byte for each character or two, which are the ways in which V8 keeps a text. */
function textsIn(bytes: Buffer): string[] {
  const text = bytes.toString('latin1')
  const narrow = text.match(new RegExp(`[ -~]{${runMin},}`, 'g')) ?? []
  const wide = text.match(new RegExp(`(?:[ -~]\\0){${runMin},}`, 'g')) ?? []
  return [...narrow, ...wide.map((run) => run.replaceAll('\0', ''))]
}
