import { defineConfig } from 'vitest/config'
import { LongestFirst } from './scripts/test-order.ts'

/**
 * Files that run in one process share the modules of the program, as its parts do: reading them anew for each file is half of all computing
 * (measured with 733 tests: 184 s and 100 s). The database and what stands on it are of each file.
 */
const isolate = false

export default defineConfig({
  test: {
    globalSetup: ['tests/harness/global-setup.ts'],
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'src/**/*.test.{ts,tsx}',
            'scripts/**/*.test.ts',
            'tests/harness/**/*.test.ts',
            'tests/shape/**/*.test.ts',
          ],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          isolate,
        },
      },
      {
        test: {
          name: 'api',
          include: ['tests/api/**/*.test.ts', 'tests/threats/**/*.test.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          isolate,
        },
      },
      {
        test: {
          name: 'faults',
          include: ['tests/faults/**/*.test.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          // One after the other: each runs several processes, and kills them at moments that it looks for.
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'browser',
          isolate,
          include: ['tests/browser/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // A page of a machine that is busy may need longer than the second that is given by default.
          expect: { poll: { timeout: 15_000 } },
        },
      },
      {
        test: {
          name: 'telephony',
          include: ['tests/telephony/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // One after the other: registrars and phones answer in time only when they do not share two cores with more of them.
          fileParallelism: false,
        },
      },
    ],
  },
})
