import { isUtf8 } from 'node:buffer'
import { type Finding, TableError } from './findings.ts'
import { countLineEnds } from './lines.ts'
import { refuseOtherFiles } from './other-files.ts'

export type Encoding = 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be' | 'windows-1252'

const SAVE_AS_CSV =
  'Open it in the spreadsheet program, choose Save as and “CSV UTF-8”, and upload that file.'

/**
 * Decides the encoding from the first bytes of a file.
 * @param head the first bytes; a character may be cut at their end unless `whole`
 * @throws TableError for workbooks, for what is no table by its beginning, and for UTF-8 whose damage would turn every umlaut into two letters
 */
export function recogniseEncoding(head: Buffer, whole: boolean): { encoding: Encoding; warnings: Finding[] } {
  refuseWorkbooks(head)
  refuseOtherFiles(head)
  if (startsWith(head, [0xef, 0xbb, 0xbf])) return { encoding: 'utf-8-bom', warnings: [] }
  if (startsWith(head, [0xff, 0xfe])) return { encoding: 'utf-16le', warnings: [] }
  if (startsWith(head, [0xfe, 0xff])) return { encoding: 'utf-16be', warnings: [] }
  const complete = whole ? head : head.subarray(0, head.length - incompleteTailLength(head))
  if (isUtf8(complete)) return { encoding: 'utf-8', warnings: [] }
  return assumeWindows1252(complete)
}

/** How many bytes at the end belong to a UTF-8 character that is not complete yet: 0 to 3. */
export function incompleteTailLength(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] as number
    if (byte < 0x80) return 0
    if (byte < 0xc0) continue
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
    return length > back ? back : 0
  }
  return 0
}

/** Line of the first bytes that are not UTF-8; the first line where there are none. */
export function lineOfInvalidUtf8(bytes: Buffer): number {
  const text = bytes.toString('utf8')
  return 1 + countLineEnds(text.slice(0, Math.max(0, text.indexOf('\uFFFD'))))
}

function refuseWorkbooks(head: Buffer) {
  if (startsWith(head, [0x50, 0x4b, 0x03, 0x04])) {
    throw new TableError(
      'table.workbook',
      `This is a workbook (.xlsx or .ods), not a CSV file. ${SAVE_AS_CSV}`,
    )
  }
  if (startsWith(head, [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])) {
    throw new TableError(
      'table.workbook',
      `This is an old Excel workbook (.xls), or one with a password, not a CSV file. ${SAVE_AS_CSV}`,
    )
  }
}

/**
 * Bytes that are not UTF-8 come from an older spreadsheet, which writes each umlaut as one byte, or from UTF-8
 * that was damaged. The two are told apart by what prevails: in Windows-1252 a valid UTF-8 sequence is a rare
 * accident, in damaged UTF-8 the invalid ones are.
 */
function assumeWindows1252(head: Buffer): { encoding: Encoding; warnings: Finding[] } {
  const text = head.toString('utf8')
  const invalid = text.match(/\uFFFD/g)?.length ?? 0
  const valid = text.match(/[^\0-\x7F\uFFFD]/gu)?.length ?? 0
  const line = lineOfInvalidUtf8(head)
  if (valid > invalid) {
    throw new TableError(
      'encoding.mixed',
      `Line ${line} holds bytes that are not UTF-8, while the rest of the file is. Correct that line, or save the file again as “CSV UTF-8”.`,
      line,
    )
  }
  const warning = {
    code: 'encoding.cp1252-assumed',
    message: `The file is not UTF-8 (first seen in line ${line}) and was read as Windows-1252. Check the names with umlauts and accents, or save the file as “CSV UTF-8” and upload it again.`,
    line,
  }
  return { encoding: 'windows-1252', warnings: [warning] }
}

function startsWith(bytes: Buffer, start: number[]): boolean {
  return start.every((byte, at) => bytes[at] === byte)
}
