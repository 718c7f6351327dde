/** Whether an address is one of the portal: what everybody sees of themselves. */
export function isPortal(path: string): boolean {
  return /^\/portal(\/|$)/.test(path)
}
