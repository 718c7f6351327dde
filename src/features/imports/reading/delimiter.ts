import { TableError } from './findings.ts'

export type Delimiter = ',' | ';' | '\t' | '|'

export type Start = {
  delimiter: Delimiter
  /** Length of the `sep=` line in characters, with its line end; 0 where there is none. */
  separatorLineLength: number
  /** True if every cell of the header is quoted, which programs do and spreadsheets do not. */
  headerQuoted: boolean
  /** True if commas separate and LF alone ends the header, as in our exact export. Text pasted from a sheet has tabs. */
  exactStyle: boolean
}

/**
 * Reads the delimiter off the header: Excel's `sep=;` line if there is one, else whichever of tab, semicolon, bar
 * and comma stands most often outside quotes. A header of one cell counts as comma separated.
 * @param start the beginning of the text, at least as far as the end of the header line
 * @throws TableError `table.delimiter-unknown`
 */
export function recogniseStart(start: string): Start {
  const separatorLine = /^sep=(.?)(?:\r\n|\n|\r|$)/i.exec(start)
  const separatorLineLength = separatorLine?.[0].length ?? 0
  const header = headerOf(start.slice(separatorLineLength))
  const delimiter = separatorLine ? statedDelimiter(separatorLine[1] ?? '') : prevailingDelimiter(header.text)
  return {
    delimiter,
    separatorLineLength,
    headerQuoted: isQuotedThroughout(header.text, delimiter),
    exactStyle: delimiter === ',' && header.end === '\n',
  }
}

/** The first line that is not blank, as far as the text goes; a line break inside quotes does not end it. `end`: its first character after it. */
function headerOf(text: string): { text: string; end: string } {
  const begun = text.replace(/^[^\S\t]+/, '')
  let inQuotes = false
  for (let at = 0; at < begun.length; at++) {
    const character = begun[at]
    if (character === '"') inQuotes = !inQuotes
    else if (!inQuotes && (character === '\n' || character === '\r'))
      return { text: begun.slice(0, at), end: character }
  }
  return { text: begun, end: '' }
}

function statedDelimiter(stated: string): Delimiter {
  if (stated === ',' || stated === ';' || stated === '\t' || stated === '|') return stated
  throw new TableError(
    'table.delimiter-unknown',
    'The first line states a separator that is not supported. Save the file with comma, semicolon, tab or | as its separator.',
    1,
  )
}

function prevailingDelimiter(header: string): Delimiter {
  const bare = header.replace(/"[^"]*"/g, '')
  let prevailing: Delimiter = ','
  let most = 0
  for (const delimiter of ['\t', ';', '|', ','] as const) {
    const count = bare.split(delimiter).length - 1
    if (count > most) {
      prevailing = delimiter
      most = count
    }
  }
  return prevailing
}

function isQuotedThroughout(header: string, delimiter: Delimiter): boolean {
  const cells = header.replace(/"[^"]*"/g, '""').split(delimiter)
  return cells.every((cell) => cell === '""')
}
