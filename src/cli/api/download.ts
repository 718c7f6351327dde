import { open } from 'node:fs/promises'
import { badInput, tell } from './ends.ts'
import { write } from './output.ts'

/**
 * Writes text as it comes: into a file, for nobody else's eyes, or to standard output. It is a file's content and goes out as it is; a CSV for
 * spreadsheets is inert in them.
 */
export async function save(
  text: AsyncIterable<Uint8Array | string>,
  file: string | undefined,
): Promise<void> {
  if (file === undefined) {
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
    for await (const chunk of text) {
      await write(typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true }))
    }
    return
  }
  try {
    const opened = await open(file, 'w', 0o600)
    try {
      // A file that was there may have other rights, and so may what is no file, such as /dev/null.
      if ((await opened.stat()).isFile()) await opened.chmod(0o600)
      await opened.writeFile(text)
    } finally {
      await opened.close()
    }
  } catch (error) {
    const { syscall, code } = error as NodeJS.ErrnoException
    if (syscall === undefined) throw error
    throw badInput(`${file} cannot be written (${code}).`)
  }
  tell(`Written to ${file}.`)
}
