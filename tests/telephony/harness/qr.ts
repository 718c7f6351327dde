import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { runProgram } from './program.ts'

/** The text of the QR code in a picture, as a camera would read it. @throws when there is none */
export async function decodeQr(png: Buffer): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'qr-'))
  try {
    await writeFile(path.join(folder, 'qr.png'), png)
    const { code, output } = await runProgram('zbarimg', ['-q', '--raw', '--nodbus', 'qr.png'], {
      cwd: folder,
    })
    if (code !== 0) throw new Error(`No QR code can be read in the picture. ${output}`)
    return output.replace(/\n$/, '')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
