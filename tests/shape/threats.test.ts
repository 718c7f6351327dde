import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

/** A heading of docs/threats.md, and the tests that it names: `file`: “title”. */
interface Threat {
  heading: string
  tests: Array<{ file: string; title: string }>
}

const threats: Threat[] = read('docs/threats.md')
  .split(/^## /m)
  .slice(1)
  .map((section) => ({
    heading: section.slice(0, section.indexOf('\n')),
    tests: [...section.matchAll(/^- `([^`]+)`: “([^”]+)”$/gm)].map(([, file = '', title = '']) => ({
      file,
      title,
    })),
  }))

/** What docs/threats.md says wrongly, as sentences. */
function faultsOf({ heading, tests }: Threat): string[] {
  if (tests.length === 0) return [`“${heading}” names no test.`]
  return tests.flatMap(({ file, title }) => {
    if (!existsSync(join(root, file))) return [`“${heading}” names ${file}, which does not exist.`]
    return holdsTitle(read(file), title)
      ? []
      : [`“${heading}” names a test that ${file} does not have: ${title}`]
  })
}

/** Is this the title of a test in the source, in whichever quotes it stands there? */
function holdsTitle(source: string, title: string): boolean {
  return [`'${title.replaceAll("'", "\\'")}'`, `"${title}"`, `\`${title}\``].some((literal) =>
    source.includes(literal),
  )
}

describe('docs/threats.md', () => {
  test('names at least one test for each threat, and each test that it names exists', () => {
    expect(threats.length).toBeGreaterThan(20)
    expect(threats.flatMap(faultsOf)).toEqual([])
  })

  test('finds a threat without a test, a file that is gone and a title that was changed', () => {
    const file = 'tests/shape/threats.test.ts'
    const title = 'a test that nobody wrote'.toUpperCase()
    expect(faultsOf({ heading: 'Bare', tests: [] })).toHaveLength(1)
    expect(faultsOf({ heading: 'Gone', tests: [{ file: 'tests/gone.test.ts', title }] })).toHaveLength(1)
    expect(faultsOf({ heading: 'Changed', tests: [{ file, title }] })).toHaveLength(1)
  })

  test('has every heading that a comment or a title in the code names', () => {
    const headings = new Set(threats.map(({ heading }) => heading.toLowerCase()))
    const named = globSync('{src,tests}/**/*.{ts,tsx}', { cwd: root }).flatMap((file) =>
      [...read(file).matchAll(/\bthreats(?:\.md)? "([^"\n]+)"/g)].map(([, heading = '']) => ({
        file,
        heading,
      })),
    )
    expect(named.length).toBeGreaterThan(5)
    expect(named.filter(({ heading }) => !headings.has(heading.toLowerCase()))).toEqual([])
  })
})
