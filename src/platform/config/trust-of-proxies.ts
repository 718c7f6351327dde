import { isNetwork } from '../outbound/index.ts'

/** More in a row nobody has; a port or a year that was put here by mistake is more. */
const proxiesMax = 16

/** Whether this can stand in `ROLLCALL_TRUST_PROXY`: `true`, `false`, a number of proxies, or addresses and networks with commas between. */
export function isTrustOfProxies(value: string): boolean {
  if (value === 'true' || value === 'false') return true
  if (isCount(value)) return Number(value) >= 1 && Number(value) <= proxiesMax
  return entriesOf(value).every((entry) => isNetwork(entry) && !isWholeInternet(entry))
}

/** Reads `ROLLCALL_TRUST_PROXY`. @param value passes `isTrustOfProxies` @returns how many proxies in a row, or which */
export function readTrustOfProxies(value: string): false | number | string {
  if (value === 'false') return false
  if (value === 'true') return 1
  return isCount(value) ? Number(value) : entriesOf(value).join(',')
}

function isCount(value: string): boolean {
  return /^\d+$/.test(value)
}

function entriesOf(value: string): string[] {
  return value.split(',').map((entry) => entry.trim())
}

/** Who believes everybody believes whatever anybody writes. */
function isWholeInternet(network: string): boolean {
  return /\/0+$/.test(network)
}
