import type { FileAnswer } from '#web/lib/api/request.ts'

/** Has the browser save a file that was answered. */
export function saveFile({ content, name }: FileAnswer): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  // The browser reads the file after the press: it must not be gone by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
