import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { events } from '#features/audit/web/en.ts'
import { families } from '#features/audit/web/families.ts'
import { acts } from '../api/audited-acts.ts'

/** A call of the audit as it stands in the sources: `record(tx, actor, 'user.invited', …`; or of a function that does it for several acts. */
const recorded = /record(?:Each|Act)?\(\s*tx,\s*[^']+?,\s*'([a-z-]+\.[a-z-]+)'/g

const root = join(import.meta.dirname, '../..')
const sources = globSync('src/features/**/*.ts', { cwd: root }).map((path) =>
  readFileSync(join(root, path), 'utf8'),
)
const inSources = sources.flatMap((source) => [...source.matchAll(recorded)].map(([, act]) => act as string))
const ofTheApi = Object.values(acts).map(({ writes }) => writes)
const every = [...new Set([...inSources, ...ofTheApi])].sort()

test('whatever is recorded reads as a sentence in the event history', () => {
  expect(every).toContain('location.changed')
  expect(every.filter((act) => !(act.replaceAll('.', '-') in events.act))).toEqual([])
})

test('whatever the filter of the event history offers is recorded of something', () => {
  const nouns = new Set(every.map((act) => act.split('.')[0]))
  expect(families.filter((family) => !nouns.has(family))).toEqual([])
})
