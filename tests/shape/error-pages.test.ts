import { glob, readdir, readFile } from 'node:fs/promises'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { codesIn, codesInSource } from './error-codes.ts'

const folder = 'docs/errors'
const pages = (await readdir(folder))
  .filter((name) => name !== 'README.md')
  .map((name) => name.replace(/\.md$/, ''))
const { whole, beginnings } = await codesInSource()
/** One page explains all codes that are put together with the same beginning: `field.md` for `field.${kind}`. */
const families = [...beginnings].map((beginning) => beginning.slice(0, -1))
const isOfFamily = (code: string) => families.some((family) => code.startsWith(`${family}.`))

test('every code has a page', () => {
  const needed = [...[...whole].filter((code) => !isOfFamily(code)), ...families]
  expect(needed.filter((code) => !pages.includes(code)).sort()).toEqual([])
})

test('every page is of a code that exists', () => {
  expect(pages.filter((page) => !whole.has(page) && !families.includes(page))).toEqual([])
})

test('a page bears its code as title, and says what it means and what to do', async () => {
  const texts = await Promise.all(
    pages.map(async (page) => ({ page, text: await readFile(`${folder}/${page}.md`, 'utf8') })),
  )
  const lacking = texts.filter(
    ({ page, text }) => !text.startsWith(`# ${page}\n\n`) || !/^\*\*What to do\.\*\* \S/m.test(text),
  )
  expect(lacking.map(({ page }) => page)).toEqual([])
})

test('a check of our own says by a code of its own what is wrong, which stands on the page of fields', async () => {
  const page = await readFile(`${folder}/field.md`, 'utf8')
  const codes: string[] = []
  for await (const path of glob('src/{features,platform/http}/**/*.ts', { exclude: ['**/*.test.ts'] })) {
    const text = await readFile(path, 'utf8')
    const checks = text.match(/\.refine\(|code: 'custom'/g) ?? []
    const named = Array.from(text.matchAll(/params: \{ code: '([a-z-]+)' \}/g), ([, code = '']) => code)
    expect([path, named.length]).toEqual([path, checks.length])
    codes.push(...named)
  }
  expect(codes.length).toBeGreaterThan(10)
  const listed = Array.from(page.matchAll(/^\| `field\.([a-z-]+)`/gm), ([, code]) => code)
  expect([...new Set(codes)].sort()).toEqual(listed.sort())
})

test('codes are found wherever they stand for one, and nothing else is', () => {
  const source = `
    class Refusal { constructor(status: number, code: string) {} }
    const error = (code: string, message: string) => ({ code, message })
    const table = { 'redirect.failed': [500, 'It failed.'], 'not.a-code': ['x'] }
    new Refusal(409, found ? 'users.email-taken' : 'users.unknown')
    error('row.twice', 'not.a-code')
    const item = { code: problem?.code ?? 'row.conflict', kind: 'not.a-code', other: { code: \`cell.\${kind}\` } }
    const gone = (why: 'used' | 'over') => new Refusal(410, \`link.\${why}\`)
    class Lost { readonly code = 'redirect.unreachable' }
    record(tx, 'not.a-code')`
  const found = codesIn([ts.createSourceFile('a.ts', source, ts.ScriptTarget.Latest, true)])
  expect([...found.whole].sort()).toEqual([
    'link.over',
    'link.used',
    'redirect.failed',
    'redirect.unreachable',
    'row.conflict',
    'row.twice',
    'users.email-taken',
    'users.unknown',
  ])
  expect([...found.beginnings]).toEqual(['cell.'])
})
