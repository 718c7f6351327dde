import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { longest, longestFirst } from './test-order.ts'

const file = (name: string, project: string) => ({ moduleId: `/at/home/${name}`, project: { name: project } })

test('the longest files of a project begin, the others keep their order, and projects stay one after the other', () => {
  const quick = file('tests/api/one.test.ts', 'api')
  const alsoQuick = file('tests/api/another.test.ts', 'api')
  const long = file('tests/api/subscriber-list.test.ts', 'api')
  const longer = file('tests/threats/cross-tenant.test.ts', 'api')
  const longestOfAnother = file('tests/browser/why-not.test.ts', 'browser')
  expect(longestFirst([quick, long, alsoQuick, longer, longestOfAnother])).toEqual([
    longer,
    long,
    quick,
    alsoQuick,
    longestOfAnother,
  ])
})

test.each(longest)('%s is there', (name) => {
  expect(existsSync(name)).toBe(true)
})
