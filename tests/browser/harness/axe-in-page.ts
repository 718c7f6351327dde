/** One line for each fault: which rule, on what, and why. */
export type Findings = string[]

interface Axe {
  run(
    context: { include: Node[]; exclude: Node[] },
    options: object,
  ): Promise<{
    violations: Array<{ id: string; nodes: Array<{ html: string; failureSummary?: string }> }>
  }>
}

/** Of an element: of what it says itself, and of that and all that stands in it. */
interface Sums {
  own: number
  all: number
  /** How many elements these are. */
  size: number
}

type Examined = Window & typeof globalThis & { axe: Axe; known: Element[] }

// Each function here is sent into the page, and so holds all that it uses.

/**
 * Looks at the parts of the page that are not among those `seen`, and with the rules of the whole page at all of it.
 * @returns what is wrong, the scheme in which it was looked at, and the parts that are seen from now on; none where all were
 */
export async function lookAtNew(given: {
  tags: string[]
  wholePageRules: string[]
  /** Parts, with a space between them. */
  seen: string
}): Promise<{ findings: Findings; scheme: 'light' | 'dark'; parts: string[] }> {
  const window = globalThis as unknown as Examined
  const scheme = window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
  const seen = new Set(given.seen.split(' '))
  const references =
    /^(for|aria-(labelledby|describedby|controls|owns|activedescendant|details|errormessage))$/
  const sums = new Map<Element, Sums>()

  function mix(sum: number, text: string): number {
    let mixed = sum
    for (let at = 0; at < text.length; at++) mixed = Math.imul(mixed ^ text.charCodeAt(at), 0x01000193)
    return mixed ^ (mixed >>> 15)
  }

  /** What an element says of itself. Ids are made anew with each page: what counts is what they point at. */
  function ownSumOf(element: Element): number {
    const { width, height } = element.getBoundingClientRect()
    const size = `${Math.round(width)} ${Math.round(height)}`
    const scrolls = element.scrollHeight > element.clientHeight
    let sum = mix(0x811c9dc5, `${element.tagName} ${size} ${scrolls} ${element.matches(':checked')}`)
    for (const { name, value } of element.attributes) {
      if (name === 'id') continue
      const told = references.test(name)
        ? value.split(/\s+/).map((id) => document.getElementById(id)?.textContent ?? 'nothing')
        : value
      sum = mix(sum, `${name}=${told}`)
    }
    return sum
  }

  function sumUp(element: Element): Sums {
    const own = ownSumOf(element)
    let all = own
    let size = 1
    for (const child of element.childNodes) {
      if (child instanceof Element) {
        const part = sumUp(child)
        all = mix(all, String(part.all))
        size += part.size
      } else {
        all = mix(all, child.textContent ?? '')
      }
    }
    const sum = { own, all, size }
    sums.set(element, sum)
    return sum
  }

  const known: Element[] = []
  const parts: string[] = []
  /** Goes down to the largest parts that were seen; `above` is what stands around them. */
  function tellApart(element: Element, above: number): void {
    const { own, all, size } = sums.get(element) as Sums
    // Fewer are not worth being told apart.
    if (size < 4) return
    const part = `${window.innerWidth}.${(above >>> 0).toString(36)}.${(all >>> 0).toString(36)}`
    if (seen.has(part)) {
      known.push(element)
      return
    }
    parts.push(part)
    const below = element === document.body ? 0 : mix(above, String(own))
    for (const child of element.children) tellApart(child, below)
  }

  sumUp(document.body)
  tellApart(document.body, 0)
  window.known = known
  if (parts.length === 0) return { findings: [], scheme, parts }

  const quick = { resultTypes: ['violations'], iframes: false }
  const off = Object.fromEntries(given.wholePageRules.map((rule) => [rule, { enabled: false }]))
  const results = [
    await window.axe.run(
      { include: [document], exclude: known },
      { ...quick, runOnly: given.tags, rules: off },
    ),
    await window.axe.run({ include: [document], exclude: [] }, { ...quick, runOnly: given.wholePageRules }),
  ]
  const findings = results
    .flatMap(({ violations }) => violations)
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id} on ${html.slice(0, 200)} ${failureSummary}`),
    )
  return { findings, scheme, parts }
}

/** Looks with these rules at the same parts as the look before. */
export async function lookAgain({ rules }: { rules: string[] }): Promise<Findings> {
  const window = globalThis as unknown as Examined
  const { violations } = await window.axe.run(
    { include: [document], exclude: window.known },
    {
      resultTypes: ['violations'],
      iframes: false,
      runOnly: rules,
    },
  )
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id} on ${html.slice(0, 200)} ${failureSummary}`),
  )
}
