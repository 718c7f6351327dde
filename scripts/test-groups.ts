import type { PackageGroup } from './debian-packages.ts'

/** Tests that run together, in one vitest. */
export interface Group {
  name: string
  /** Projects of vitest.config.ts. */
  projects: string[]
  /** Debian packages without which it cannot run. */
  needs?: PackageGroup
  environment?: Record<string, string>
  /** Files that are left out, as vitest's `--exclude` takes them. */
  except?: string[]
}

/** Two files at a time also on two cores, for which vitest would take one: much of a test is waiting for a database or a page. */
const twoAtATime = { VITEST_MAX_WORKERS: '2' }

/** With a browser waiting is more, and a third file uses it. */
const threeAtATime = { VITEST_MAX_WORKERS: '3' }

/** In the order they run: what needs no packages first, while packages are being fetched for the others. */
export const groups: Group[] = [
  { name: 'Units, shape and API', projects: ['unit', 'api'], environment: twoAtATime },
  // Not beside the others: a machine that is busy elsewhere makes few kills hit the middle of something.
  { name: 'Faults', projects: ['faults'] },
  { name: 'Browser', projects: ['browser'], needs: 'browser', environment: threeAtATime },
  // Not beside the browser: phones answer in time only when they have the machine to themselves.
  { name: 'Telephony', projects: ['telephony'], needs: 'telephony' },
  {
    name: "API on Debian's PostgreSQL 15",
    projects: ['api'],
    needs: 'postgres15',
    environment: { ...twoAtATime, ROLLCALL_TEST_POSTGRES: 'debian15' },
    except: [
      // They ask the API over HTTP, and nothing of the database that others do not ask: its fence is asked by raw-sql and raw-functions.
      'tests/api/command-line*.test.ts',
      'tests/threats/cross-tenant.test.ts',
      'tests/threats/mail-scanner.test.ts',
      'tests/threats/matrix.test.ts',
      'tests/threats/naughty-strings-mailed.test.ts',
      // They bring an embedded PostgreSQL of their own; what the first asks of another is how the processes find each other.
      'tests/api/program.test.ts',
      'tests/threats/leaks.test.ts',
    ],
  },
]
