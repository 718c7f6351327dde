import { createHash } from 'node:crypto'

/** Where a known secret stands that must not stand there. */
export interface Leak {
  /** What it is, as in `PBX SIP password`. */
  what: string
  /** In which form: `as it is`, `base64`, `hex`, `sha256` … */
  form: string
  around: string
}

/** Shorter values stand in any text by chance: of them only whole words count, and their hashes. */
const lengthMin = 8
/** Enough of a value to look it up by. */
const keyLength = 8

/** Collects the secrets of a journey, and finds them again in whatever form a text holds them. */
export class KnownSecrets {
  readonly #byStart = new Map<string, Array<{ text: string; what: string; form: string }>>()
  readonly #short = new Map<string, string>()
  readonly #known = new Set<string>()

  get count(): number {
    return this.#known.size
  }

  add(what: string, ...values: string[]): void {
    for (const value of values) {
      if (this.#known.has(value)) continue
      this.#known.add(value)
      if (value.length < lengthMin) this.#short.set(value, what)
      else for (const [form, text] of writtenFormsOf(value)) this.#listen({ text, what, form })
      // What people choose or type is found by trying: its plain hash gives it away.
      for (const [form, text] of hashedFormsOf(value)) this.#listen({ text, what, form })
    }
  }

  /**
   * Tokens of ours, `<account>.<secret>`: the secret alone too, and not their hashes, because 128 random bits cannot be found by trying and
   * their hash is how they are kept.
   */
  addTokens(what: string, ...tokens: string[]): void {
    for (const token of tokens.flatMap((whole) => [whole, whole.split('.')[1] ?? whole])) {
      if (this.#known.has(token)) continue
      this.#known.add(token)
      for (const [form, text] of writtenFormsOf(token)) this.#listen({ text, what, form })
    }
  }

  /** Every secret that stands in the text, or in what base64 or hexadecimal runs of it decode to. */
  leaksIn(text: string): Leak[] {
    return [text, ...decodedRunsOf(text)].flatMap((part) => [...this.#longIn(part), ...this.#shortIn(part)])
  }

  /** As `leaksIn`, for text in which any short number stands by chance, as in a process's memory. */
  longLeaksIn(text: string): Leak[] {
    return [text, ...decodedRunsOf(text)].flatMap((part) => this.#longIn(part))
  }

  #listen(needle: { text: string; what: string; form: string }): void {
    const start = needle.text.slice(0, keyLength)
    const listed = this.#byStart.get(start)
    if (listed) listed.push(needle)
    else this.#byStart.set(start, [needle])
  }

  #longIn(text: string): Leak[] {
    const leaks: Leak[] = []
    for (let at = 0; at + keyLength <= text.length; at += 1) {
      for (const needle of this.#byStart.get(text.slice(at, at + keyLength)) ?? []) {
        if (text.startsWith(needle.text, at)) leaks.push({ ...named(needle), around: around(text, at) })
      }
    }
    return leaks
  }

  #shortIn(text: string): Leak[] {
    const leaks: Leak[] = []
    for (const { 0: word, index } of text.matchAll(/(?<![\w.:-])\d{4,7}(?![\w:-])/g)) {
      const what = this.#short.get(word)
      if (what !== undefined) leaks.push({ what, form: 'as it is', around: around(text, index) })
    }
    return leaks
  }
}

const named = ({ what, form }: { what: string; form: string }) => ({ what, form })
const around = (text: string, at: number) => text.slice(Math.max(0, at - 60), at + 60)

function writtenFormsOf(value: string): Array<[string, string]> {
  const bytes = Buffer.from(value, 'utf8')
  const forms: Array<[string, string]> = [
    ['as it is', value],
    ['base64', bytes.toString('base64').replace(/=+$/, '')],
    ['base64url', bytes.toString('base64url')],
    ['hex', bytes.toString('hex')],
    ['percent-encoded', encodeURIComponent(value)],
    ['backwards', [...value].reverse().join('')],
  ]
  const seen = new Set<string>()
  return forms.filter(([, text]) => !seen.has(text) && seen.add(text) !== undefined)
}

function hashedFormsOf(value: string): Array<[string, string]> {
  return ['sha256', 'sha1', 'md5'].flatMap((algorithm) =>
    (['hex', 'base64', 'base64url'] as const).map((encoding): [string, string] => [
      algorithm,
      createHash(algorithm).update(value).digest(encoding).replace(/=+$/, ''),
    ]),
  )
}

/** What could be something else in disguise: long runs of hexadecimal digits or of base64, decoded. */
function decodedRunsOf(text: string): string[] {
  const ofHex = [...text.matchAll(/(?:[0-9a-f]{2}){8,}/gi)].map(([run]) => Buffer.from(run, 'hex'))
  const ofBase64 = [...text.matchAll(/[A-Za-z0-9+/_-]{11,}/g)].map(([run]) => Buffer.from(run, 'base64'))
  return [ofHex, ofBase64].map((runs) => runs.map((bytes) => bytes.toString('utf8')).join('\n'))
}
