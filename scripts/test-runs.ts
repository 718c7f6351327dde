import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** How the tests of one run ended. */
export interface Counts {
  passed: number
  failed: number
  skipped: number
}

/** What we read of vitest's JSON report. */
export interface Report {
  testResults: Array<{ status: string; assertionResults: Array<{ status: string }> }>
}

const vitest = 'node_modules/vitest/vitest.mjs'

/** The projects of vitest.config.ts that have a test file which fits the arguments. */
export async function projectsWithFiles(args: readonly string[]): Promise<Set<string>> {
  const { report } = await runVitest(['list', '--filesOnly'], (file) => [`--json=${file}`], args)
  if (!report) throw new Error('vitest could not list the test files; what it said stands above.')
  return new Set((report as Array<{ projectName: string }>).map(({ projectName }) => projectName))
}

/** Runs the tests of some projects, shows them, and counts. */
export async function runTests(
  projects: readonly string[],
  args: readonly string[],
  environment?: Record<string, string>,
): Promise<Counts> {
  const chosen = projects.flatMap((project) => ['--project', project])
  const { report, exitCode } = await runVitest(
    ['run', '--passWithNoTests', ...chosen, '--reporter=default', '--reporter=json'],
    (file) => [`--outputFile.json=${file}`],
    args,
    environment,
  )
  return countsOf(report as Report | undefined, exitCode)
}

/**
 * Counts tests; and as one failure each: a file that failed without a failing test (it could not be loaded, or its
 * set-up failed), and a run that failed for any other reason.
 */
export function countsOf(report: Report | undefined, exitCode: number): Counts {
  const counts = { passed: 0, failed: 0, skipped: 0 }
  for (const { status, assertionResults } of report?.testResults ?? []) {
    const statuses = assertionResults.map((test) => test.status)
    const failed = statuses.filter((one) => one === 'failed').length
    const passed = statuses.filter((one) => one === 'passed').length
    counts.passed += passed
    counts.failed += status === 'failed' ? Math.max(failed, 1) : failed
    counts.skipped += statuses.length - passed - failed
  }
  if (exitCode !== 0 && counts.failed === 0) counts.failed = 1
  return counts
}

/** The counts of several runs together. */
export function sum(all: readonly Counts[]): Counts {
  return all.reduce(
    (total, { passed, failed, skipped }) => ({
      passed: total.passed + passed,
      failed: total.failed + failed,
      skipped: total.skipped + skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  )
}

/** The closing line of a test run. */
export function closingLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`
}

async function runVitest(
  options: readonly string[],
  reportTo: (file: string) => string[],
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<{ report: unknown; exitCode: number }> {
  const dir = await mkdtemp(join(tmpdir(), 'rollcall-test-report-'))
  const file = join(dir, 'report.json')
  try {
    const exitCode = await new Promise<number>((resolve, reject) => {
      const child = spawn(process.execPath, [vitest, ...options, ...reportTo(file), ...args], {
        stdio: ['ignore', 'inherit', 'inherit'],
        env: { ...process.env, ...environment },
      })
      child.once('error', reject)
      child.once('close', (code) => resolve(code ?? 1))
    })
    const text = await readFile(file, 'utf8').catch(() => undefined)
    return { report: text && JSON.parse(text), exitCode }
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}
