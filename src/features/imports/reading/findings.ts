/** Something worth telling about a file, a row or a cell: a stable code, and a sentence that says what to do. */
export type Finding = {
  code: string
  message: string
  /** Line of the file, counted from 1. */
  line?: number
}

/** A file that cannot be read as a table, or not any further. The message says what to do about it. */
export class TableError extends Error {
  override readonly name = 'TableError'
  readonly code: string
  /** Line of the file at which reading ended, counted from 1; absent where the whole file is meant. */
  readonly line: number | undefined

  constructor(code: string, message: string, line?: number) {
    super(message)
    this.code = code
    this.line = line
  }
}

/** Lines of which only the first are kept, in their order: a list of thousands would help nobody. */
export type SomeLines = { count: number; first: number[] }

/** Lines as they may stand in a sentence: “line 4”, “lines 4, 6 and 3 more”. */
export function someLines({ count, first }: SomeLines): string {
  const more = count > first.length ? ` and ${count - first.length} more` : ''
  return `${count === 1 ? 'line' : 'lines'} ${first.join(', ')}${more}`
}

/** A value as it may stand in a sentence: one line, at most 40 characters. Never for a secret. */
export function quoted(value: string): string {
  const text = value.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '·')
  const characters = Array.from(text)
  return characters.length > 40 ? `“${characters.slice(0, 39).join('')}…”` : `“${text}”`
}
