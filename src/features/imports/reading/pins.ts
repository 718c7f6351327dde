import { type Finding, type SomeLines, someLines } from './findings.ts'

/** Lines and lengths named in a warning; a list of thousands would help nobody. */
const NAMED_MAX = 10

/**
 * Watches the deployment PINs of a file as its rows pass, for what only the whole column shows: lengths that differ
 * (a sign of lost leading zeros), and one PIN for most people (CD-10). The PINs are let go with the watcher.
 */
export function watchDeploymentPins() {
  const linesByLength = new Map<number, SomeLines>()
  const uses = new Map<string, number>()
  let total = 0
  return {
    /** Notes the PIN of the row that begins on this line; an empty cell does not count. */
    note(line: number, pin: string) {
      if (pin === '') return
      total += 1
      uses.set(pin, (uses.get(pin) ?? 0) + 1)
      const ofLength = linesByLength.get(pin.length) ?? { count: 0, first: [] }
      ofLength.count += 1
      if (ofLength.first.length < NAMED_MAX) ofLength.first.push(line)
      linesByLength.set(pin.length, ofLength)
    },
    /** What the column shows, once all rows have passed. */
    findings(): Finding[] {
      return [...differingLengths(linesByLength), ...sharedPin(uses, total)]
    },
  }
}

function differingLengths(linesByLength: Map<number, SomeLines>): Finding[] {
  const byCount = Array.from(linesByLength).sort(
    ([aLength, a], [bLength, b]) => b.count - a.count || bLength - aLength,
  )
  const [usual, ...others] = byCount
  if (usual === undefined) return []
  const shorter = others.filter(([length]) => length < usual[0]).sort(([a], [b]) => a - b)
  if (shorter.length === 0) return []
  const lists = shorter
    .slice(0, NAMED_MAX)
    .map(([length, lines]) => `${length} ${length === 1 ? 'digit' : 'digits'} in ${someLines(lines)}`)
  const count = shorter.reduce((sum, [, lines]) => sum + lines.count, 0)
  const check = count === 1 ? 'Check this line.' : 'Check these lines.'
  const message = `Deployment PIN: most have ${usual[0]} digits, but not all: ${lists.join('; ')}. A spreadsheet may have removed leading zeros. ${check}`
  return [{ code: 'damage.pin-lengths', message }]
}

function sharedPin(uses: Map<string, number>, total: number): Finding[] {
  const most = Array.from(uses.values()).reduce((a, b) => Math.max(a, b), 0)
  if (most < 2 || most * 2 <= total) return []
  const message = `Deployment PIN: ${most} of ${total} rows have the same one. Whoever knows it can set up the phone of any of them who loses a link. Generate different PINs for the selection instead.`
  return [{ code: 'pins.shared', message }]
}
