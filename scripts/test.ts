/**
 * `npm test`: installs what the tests need, builds the program, runs every group of tests. The last line is the sum:
 * `N passed, N failed, N skipped`. Arguments go to vitest: file names, `--changed`, `-t`.
 * A group that cannot run on this machine is skipped; where CI is set, it has failed.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { type Availability, ensureDebianPackages } from './debian-packages.ts'
import { isBuilt } from './freshness.ts'
import { type Group, groups } from './test-groups.ts'
import { type Counts, closingLine, projectsWithFiles, runTests, sum } from './test-runs.ts'

process.chdir(join(import.meta.dirname, '..'))
const inCi = Boolean(process.env.CI) && process.env.CI !== 'false'
const total = await main(process.argv.slice(2))
console.log(`\n${closingLine(total)}`)
process.exitCode = total.failed > 0 ? 1 : 0

async function main(args: string[]): Promise<Counts> {
  const wanted = await groupsFor(args)
  // Fetching packages is minutes of waiting; the tests that need none run meanwhile.
  const ready = new Map(wanted.map((group) => [group, makeReady(group)]))
  const counts: Counts[] = []
  const notRun: string[] = []
  if (!buildWhereNeeded()) {
    notRun.push('The program could not be built; that counts as one failure.')
    counts.push({ passed: 0, failed: 1, skipped: 0 })
  }
  for (const [group, readiness] of ready) {
    const availability = await readiness
    if (availability.available) {
      console.log(`\n── ${group.name}`)
      counts.push(await runTests(group.projects, [...args, ...without(group)], group.environment))
    } else {
      notRun.push(`${group.name} could not run and counts as one ${inCi ? 'failure' : 'skipped test'}.`)
      notRun.push(availability.reason)
      counts.push({ passed: 0, failed: inCi ? 1 : 0, skipped: inCi ? 0 : 1 })
    }
  }
  if (notRun.length > 0) console.log(`\n${notRun.join('\n')}`)
  return sum(counts)
}

async function groupsFor(args: string[]): Promise<Group[]> {
  if (args.length === 0) return groups
  const projects = await projectsWithFiles(args)
  if (projects.size === 0) console.log('No test file fits these arguments.')
  return groups.filter((group) => group.projects.some((project) => projects.has(project)))
}

function without({ except = [] }: Group): string[] {
  return except.flatMap((files) => ['--exclude', files])
}

async function makeReady(group: Group): Promise<Availability> {
  if (!group.needs) return { available: true }
  return ensureDebianPackages(group.needs).catch((failure: Error) => ({
    available: false,
    reason: failure.message,
  }))
}

function buildWhereNeeded(): boolean {
  if (isBuilt()) return true
  return spawnSync(process.execPath, ['scripts/build.ts'], { stdio: 'inherit' }).status === 0
}
