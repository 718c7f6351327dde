import { deflateRawSync } from 'node:zlib'

/** A zip archive of these parts, as small as one can be. (PKWARE APPNOTE 4.3.7, 4.3.12, 4.3.16) */
export function zipped(parts: Record<string, string>): Buffer {
  const files: Buffer[] = []
  const contents: Buffer[] = []
  let at = 0
  for (const [name, text] of Object.entries(parts)) {
    const packed = deflateRawSync(text)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(8, 4)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(Buffer.byteLength(text), 18)
    common.writeUInt16LE(name.length, 22)
    const file = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), packed])
    const place = Buffer.alloc(14)
    place.writeUInt32LE(at, 10)
    contents.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0'), common, place, Buffer.from(name)]))
    files.push(file)
    at += file.length
  }
  const end = Buffer.alloc(18)
  end.writeUInt16LE(files.length, 4)
  end.writeUInt16LE(files.length, 6)
  end.writeUInt32LE(
    contents.reduce((sum, each) => sum + each.length, 0),
    8,
  )
  end.writeUInt32LE(at, 12)
  return Buffer.concat([...files, ...contents, Buffer.from('PK\x05\x06'), end])
}
