/** `npm run check`: everything that is wrong without running anything. Goes through all steps, then tells. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const colours = process.stdout.isTTY ? 'force' : 'off'
const steps: Array<[what: string, program: string, ...args: string[]]> = [
  [
    'Format and lint',
    'node_modules/@biomejs/biome/bin/biome',
    'ci',
    '--error-on-warnings',
    `--colors=${colours}`,
    '.',
  ],
  ['Types of the server', 'node_modules/typescript7/bin/tsc', '-p', 'tsconfig.json'],
  ['Types of the browser', 'node_modules/typescript7/bin/tsc', '-p', 'tsconfig.web.json'],
  ['Types of the browser tests', 'node_modules/typescript7/bin/tsc', '-p', 'tsconfig.browser.json'],
  [
    'Architecture',
    'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
    'src',
    'dev',
    'tests',
    'bench',
    'scripts',
  ],
  ['Unused code', 'node_modules/knip/bin/knip.js'],
]

process.chdir(join(import.meta.dirname, '..'))
const wrong: string[] = []
for (const [what, program, ...args] of steps) {
  const startedAt = performance.now()
  const { status } = spawnSync(process.execPath, [program, ...args], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  console.log(`${status === 0 ? 'ok' : 'WRONG'}  ${what} (${seconds} s)`)
  if (status !== 0) wrong.push(what)
}
if (wrong.length > 0) {
  console.log(`\nTo be put right: ${wrong.join(', ')}.`)
  process.exitCode = 1
}
