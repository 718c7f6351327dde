import { Readable } from 'node:stream'
import { createInflateRaw } from 'node:zlib'

/** What a workbook may hold before it is read, unpacked. */
export interface WorkbookBounds {
  /** All parts together. */
  bytes: number
  /** Tags of all sheets. A hundred thousand rows of twenty columns have 8 million. */
  sheetTags: number
  /** Tags of all other parts, which a reader holds whole: about 130 bytes each. */
  otherTags: number
  /** The longest text or tag. */
  run: number
}

/** Thrown for what is no zip archive. */
export class NoArchive extends Error {}

/**
 * Unpacks every part of a zip archive, piece by piece and keeping nothing, and says whether it stays within the bounds: 300 kB may unpack to
 * millions of tags, and holding those would end the process. Every part is looked at, whatever its name, for a workbook names its parts as it
 * likes. (PKWARE APPNOTE 4.3.7, 4.3.12, 4.3.16)
 * @throws NoArchive
 */
export async function staysWithin(archive: Buffer, bounds: WorkbookBounds): Promise<boolean> {
  let bytes = 0
  let sheetTags = 0
  let otherTags = 0
  const entries = entriesOf(archive)
  // The reader believes what the table of contents says, so that is held to the same bound.
  if (entries.reduce((sum, entry) => sum + entry.unpackedBytes, 0) > bounds.bytes) return false
  for (const entry of entries) {
    const isSheet = entry.name.startsWith('xl/worksheets/')
    let run = 0
    try {
      for await (const piece of unpacked(archive, entry)) {
        let tags = 0
        for (let at = 0; at < piece.length; at++) {
          if (piece[at] === 0x3c) {
            tags++
            run = 0
          } else if (++run > bounds.run) return false
        }
        bytes += piece.length
        if (isSheet) sheetTags += tags
        else otherTags += tags
        if (bytes > bounds.bytes || sheetTags > bounds.sheetTags || otherTags > bounds.otherTags) return false
      }
    } catch {
      throw new NoArchive()
    }
  }
  return true
}

/** The names of all parts. @throws NoArchive */
export function partNames(archive: Buffer): string[] {
  return entriesOf(archive).map(({ name }) => name)
}

/** The text of a part that is known to be small; empty where there is none. @throws NoArchive */
export async function partText(archive: Buffer, name: string): Promise<string> {
  const pieces: Buffer[] = []
  for await (const piece of unpackedPart(archive, name)) pieces.push(piece)
  return Buffer.concat(pieces).toString('utf8')
}

/** A part, piece by piece; nothing where there is none. @throws NoArchive */
export async function* unpackedPart(archive: Buffer, name: string): AsyncGenerator<Buffer, void, undefined> {
  const entry = entriesOf(archive).find((each) => each.name === name)
  if (entry) yield* unpacked(archive, entry)
}

interface Entry {
  name: string
  isDeflated: boolean
  packedBytes: number
  unpackedBytes: number
  localHeaderAt: number
}

/** The table of contents, which stands at the end. */
function entriesOf(archive: Buffer): Entry[] {
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end === -1 || end + 22 > archive.length) throw new NoArchive()
  // What these numbers cannot say stands in a second table of contents (zip64), which no workbook within the bounds needs.
  const isZip64 = archive.readUInt16LE(end + 10) === 0xffff || archive.readUInt32LE(end + 12) === 0xffffffff
  if (isZip64) throw new NoArchive()
  const entries: Entry[] = []
  let at = archive.readUInt32LE(end + 16)
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    if (at + 46 > archive.length || archive.readUInt32LE(at) !== 0x02014b50) throw new NoArchive()
    const nameLength = archive.readUInt16LE(at + 28)
    const method = archive.readUInt16LE(at + 10)
    if (method !== 0 && method !== 8) throw new NoArchive()
    entries.push({
      name: archive.toString('utf8', at + 46, at + 46 + nameLength),
      isDeflated: method === 8,
      packedBytes: archive.readUInt32LE(at + 20),
      unpackedBytes: archive.readUInt32LE(at + 24),
      localHeaderAt: archive.readUInt32LE(at + 42),
    })
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32)
  }
  return entries
}

function unpacked(archive: Buffer, entry: Entry): AsyncIterable<Buffer> {
  const header = entry.localHeaderAt
  if (header + 30 > archive.length || archive.readUInt32LE(header) !== 0x04034b50) throw new NoArchive()
  const from = header + 30 + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28)
  if (from + entry.packedBytes > archive.length) throw new NoArchive()
  const packed = Readable.from([archive.subarray(from, from + entry.packedBytes)], { objectMode: false })
  if (!entry.isDeflated) return packed
  const inflating = createInflateRaw({ chunkSize: 64 * 1024 })
  packed.pipe(inflating)
  return inflating
}
