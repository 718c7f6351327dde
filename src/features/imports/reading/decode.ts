import { isUtf8 } from 'node:buffer'
import { type Encoding, incompleteTailLength, lineOfInvalidUtf8, recogniseEncoding } from './encoding.ts'
import { type Finding, TableError } from './findings.ts'
import { countLineEnds, lineCounter } from './lines.ts'
import { decodeWindows1252 } from './windows-1252.ts'

/** The encoding is decided on this many bytes; what contradicts it later is an error that names the line. */
export const HEAD_LENGTH_BYTES = 256 * 1024

/** Larger pieces are cut, so that a source which hands over a whole file in one buffer stays bounded downstream. */
const PIECE_LENGTH_BYTES = 64 * 1024

export type DecodedText = {
  encoding: Encoding
  warnings: Finding[]
  /** The text without byte order mark, to be read once; the first piece is the first 64 kB, or the whole file. */
  text: AsyncGenerator<string, void, undefined>
}

/**
 * Decodes a file whose encoding nobody stated: byte order mark first, then strict UTF-8, then Windows-1252.
 * Pulls no more from the source than is asked for, beyond the first 256 kB, and closes it when reading ends.
 * @throws TableError `table.workbook`, `table.not-a-table`, `encoding.mixed`; while reading `encoding.invalid-utf8`, `table.nul`
 */
export async function decodeText(source: AsyncIterable<Buffer>): Promise<DecodedText> {
  const pieces = cutPieces(source)
  try {
    const { head, whole } = await readHead(pieces)
    const { encoding, warnings } = recogniseEncoding(head, whole)
    return { encoding, warnings, text: decodePieces(head, pieces, encoding) }
  } catch (error) {
    await pieces.return()
    throw error
  }
}

async function* cutPieces(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  for await (const chunk of source) yield* cut(chunk)
}

function* cut(bytes: Buffer): Generator<Buffer, void, undefined> {
  for (let at = 0; at < bytes.length; at += PIECE_LENGTH_BYTES)
    yield bytes.subarray(at, at + PIECE_LENGTH_BYTES)
}

async function readHead(pieces: AsyncGenerator<Buffer, void, undefined>) {
  const read: Buffer[] = []
  let lengthBytes = 0
  while (lengthBytes < HEAD_LENGTH_BYTES) {
    const next = await pieces.next()
    if (next.done) return { head: Buffer.concat(read), whole: true }
    read.push(next.value)
    lengthBytes += next.value.length
  }
  return { head: Buffer.concat(read), whole: false }
}

async function* decodePieces(
  head: Buffer,
  rest: AsyncGenerator<Buffer, void, undefined>,
  encoding: Encoding,
): AsyncGenerator<string, void, undefined> {
  try {
    const lines = lineCounter()
    const decode = decoderFor(encoding)
    const decoded = (bytes: Buffer | undefined) => {
      const text = decode(bytes, lines.line)
      refuseNul(text, lines.line)
      lines.pass(text)
      return text
    }
    for (const piece of cut(head)) yield decoded(piece)
    for await (const piece of rest) yield decoded(piece)
    yield decoded(undefined)
  } finally {
    await rest.return()
  }
}

/** Turns the next bytes into text, `undefined` being the end of the file; `line` is where they begin. */
type Decoder = (bytes: Buffer | undefined, line: number) => string

function decoderFor(encoding: Encoding): Decoder {
  switch (encoding) {
    case 'utf-8':
      return utf8Decoder(0)
    case 'utf-8-bom':
      return utf8Decoder(3)
    case 'windows-1252':
      return (bytes) => (bytes === undefined ? '' : decodeWindows1252(bytes))
    case 'utf-16le':
    case 'utf-16be': {
      // Damage becomes U+FFFD and is reported with the cell it stands in.
      const decoder = new TextDecoder(encoding)
      return (bytes) => decoder.decode(bytes, { stream: bytes !== undefined })
    }
  }
}

function utf8Decoder(markLengthBytes: number): Decoder {
  let carried: Buffer = Buffer.alloc(0)
  let skipBytes = markLengthBytes
  return (bytes, line) => {
    const all = bytes === undefined ? carried : Buffer.concat([carried, bytes])
    const complete = bytes === undefined ? all : all.subarray(0, all.length - incompleteTailLength(all))
    if (!isUtf8(complete)) throw notUtf8(line - 1 + lineOfInvalidUtf8(complete))
    carried = all.subarray(complete.length)
    const skipped = Math.min(skipBytes, complete.length)
    skipBytes -= skipped
    return complete.toString('utf8', skipped)
  }
}

function notUtf8(line: number): TableError {
  return new TableError(
    'encoding.invalid-utf8',
    `Line ${line} holds bytes that are not UTF-8, although the file begins as UTF-8. Save the whole file as “CSV UTF-8” and upload it again.`,
    line,
  )
}

function refuseNul(text: string, line: number) {
  const at = text.indexOf('\0')
  if (at === -1) return
  const found = line + countLineEnds(text.slice(0, at))
  throw new TableError(
    'table.nul',
    `Line ${found} holds a NUL byte: this is not a text file, or it is UTF-16 without a byte order mark. Save it as “CSV UTF-8” and upload it again.`,
    found,
  )
}
