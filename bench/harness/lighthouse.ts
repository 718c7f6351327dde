import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { browserOptions } from '#tests/harness/browser.ts'

/** No dependency: it is fetched when it is asked. It needs Node 22.19, which the package's own is. */
const program = 'lighthouse@13.5.0'
const minutesMax = 5

/** What Lighthouse says of a page: scores from 0 to 100, and after how many milliseconds its largest part stood there. */
export interface Scores {
  performance: number
  accessibility: number
  largestPaintMs: number
}

/** Whether Lighthouse is here, or could be fetched. */
export async function hasLighthouse(): Promise<boolean> {
  return lighthouse('--version').then(
    () => true,
    () => false,
  )
}

/**
 * Has Lighthouse look at a page as a desktop computer shows it, with the connection and the processor that it assumes for one.
 * @param cookie of whoever is signed in
 */
export async function scoresOf(url: string, cookie: string): Promise<Scores> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-lighthouse-'))
  const [headers, report] = [join(folder, 'headers.json'), join(folder, 'report.json')]
  try {
    await writeFile(headers, JSON.stringify({ Cookie: cookie }), { mode: 0o600 })
    await lighthouse(
      url,
      '--quiet',
      '--preset=desktop',
      '--only-categories=performance,accessibility',
      '--output=json',
      `--output-path=${report}`,
      `--extra-headers=${headers}`,
      `--chrome-flags=--headless=new ${browserOptions.args.join(' ')}`,
    )
    const { categories, audits, runtimeError } = JSON.parse(await readFile(report, 'utf8'))
    if (runtimeError) throw new Error(`Lighthouse could not look at ${url}: ${runtimeError.message}`)
    return {
      performance: categories.performance.score * 100,
      accessibility: categories.accessibility.score * 100,
      largestPaintMs: audits['largest-contentful-paint'].numericValue,
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function lighthouse(...args: string[]): Promise<void> {
  await promisify(execFile)('npm', ['exec', '--yes', '--package', program, '--', 'lighthouse', ...args], {
    timeout: minutesMax * 60_000,
    env: {
      ...process.env,
      PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
      CHROME_PATH: browserOptions.executablePath,
    },
  })
}
