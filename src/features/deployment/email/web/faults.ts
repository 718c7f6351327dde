import { Problem } from '#web/lib/api/request.ts'

/** What is wrong with a text, as the server says it, and where that can be gone to. */
export interface Fault {
  field: 'subject' | 'body'
  message: string
  /** Undefined where the message names none. The line counts from 1, the index in UTF-16 units from 0. */
  place: { line: number; index: number } | undefined
}

/** The faults that a refusal names, each with its place in the texts it was about. */
export function faultsOf(error: Error | null, texts: Record<Fault['field'], string>): Fault[] {
  if (!(error instanceof Problem)) return []
  return error.errors.flatMap(({ path, message }) =>
    path === 'subject' || path === 'body'
      ? [{ field: path, message, place: placeOf(message, texts[path]) }]
      : [],
  )
}

function placeOf(message: string, text: string): Fault['place'] {
  const [, lineText, columnText] = /^Line (\d+), column (\d+):/.exec(message) ?? []
  if (lineText === undefined) return undefined
  const line = Number(lineText)
  // The server counts \r\n as one break, and a text field holds \n only.
  const before = text.split('\n').slice(0, line - 1)
  const start = before.reduce((sum, each) => sum + each.length + 1, 0)
  return { line, index: start + Number(columnText) - 1 }
}
