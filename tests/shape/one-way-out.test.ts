import { spawnSync } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

// Whole modules that send requests (node:http, nodemailer, …) are refused by `one-way-out` of .dependency-cruiser.mjs, which
// architecture.test.ts covers. Here is what needs no import, and the parts of node:net.

/** Ways out that server code may not take. */
const ways = [
  `export const answer = fetch('https://example.com')`,
  `export const ask = fetch`,
  `export const answer = globalThis.fetch('https://example.com')`,
  `const { fetch: ask } = globalThis\nexport { ask }`,
  `export const answer = global.fetch('https://example.com')`,
  `export const socket = new WebSocket('wss://example.com')`,
  `export const events = new EventSource('https://example.com')`,
  `import { connect } from 'node:net'\nexport { connect }`,
  `import * as net from 'node:net'\nexport const { connect } = net`,
  `export const { connect } = await import('node:net')`,
]
const refused = ways.map((code, at) => [`src/features/users/way-${at}.ts`, code] as const)

/** Files that may: another program than the server, the guard itself, and what sends nothing. */
const allowed = [
  ['src/web/lib/page.ts', ways[0]],
  ['src/features/users/web/page.ts', ways[0]],
  ['src/cli/client.ts', ways[0]],
  ['src/features/users/users.test.ts', ways[0]],
  ['src/platform/outbound/other.ts', ways[7]],
  ['src/platform/log/reading.ts', `import { isIP } from 'node:net'\nexport const is = isIP('::1')`],
] as const

let project: string
let findings: Array<{ path: string; message: string }>

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'rollcall-one-way-out-'))
  await copyFile('biome.json', join(project, 'biome.json'))
  for (const [path, code] of [...refused, ...allowed]) {
    await mkdir(dirname(join(project, path)), { recursive: true })
    await writeFile(join(project, path), `${code}\n`)
  }
  const rules = ['noRestrictedGlobals', 'noRestrictedImports'].map((rule) => `--only=style/${rule}`)
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      resolve('node_modules/@biomejs/biome/bin/biome'),
      'lint',
      '--vcs-enabled=false',
      '--reporter=github',
      ...rules,
    ],
    { cwd: project, encoding: 'utf8' },
  )
  findings = [...stdout.matchAll(/file=([^,]+),.*?::(.*)/g)].map(([, path = '', message = '']) => ({
    path,
    message,
  }))
  if (findings.length === 0) throw new Error(`Biome found nothing: ${stdout}${stderr}`)
})
afterAll(() => rm(project, { recursive: true, force: true }))

test.each(
  refused,
)('threats "SSRF": server code that goes out past platform/outbound is refused: %s %s', (path) => {
  expect(findings.map((finding) => finding.path)).toContain(path)
})

test.each(allowed)('%s may have: %s', (path) => {
  expect(findings.filter((finding) => finding.path === path)).toEqual([])
})
