import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Those that take longest, of each project. Where nothing is known of earlier runs vitest goes by the size of a file, which says little of them. */
export const longest = [
  'tests/threats/cross-tenant.test.ts',
  'tests/api/subscriber-list.test.ts',
  'tests/faults/worker-kills.test.ts',
  'tests/browser/why-not.test.ts',
  'tests/browser/long-journey.test.ts',
  'tests/browser/axe.test.ts',
  'tests/browser/weight.test.ts',
  'tests/browser/languages.test.ts',
]

/** Begins with the longest: one that begins last keeps a single worker busy while the others have nothing left to do. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return longestFirst(await super.sort(files))
  }
}

/** The projects stay one after the other, as they were given, and so do the files that are not among the longest. */
export function longestFirst<File extends { moduleId: string; project: { name: string } }>(
  files: readonly File[],
): File[] {
  return [...Map.groupBy(files, ({ project }) => project.name).values()].flatMap((ofProject) =>
    ofProject.toSorted((one, other) => rankOf(one.moduleId) - rankOf(other.moduleId)),
  )
}

function rankOf(file: string): number {
  const rank = longest.findIndex((one) => file.endsWith(`/${one}`))
  return rank === -1 ? longest.length : rank
}
