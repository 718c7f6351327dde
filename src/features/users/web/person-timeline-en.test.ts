import { expect, test } from 'vitest'
import { personTimeline } from './person-timeline-en.ts'

/** A call of the audit about a person, as it stands in the sources: `record(tx, actor, 'user.invited', { kind: 'user', …`. */
const recorded = /record\(\s*tx,\s*[^']+?,\s*'([a-z.-]+)',\s*\{ kind: 'user'/g

test('whatever is recorded of a person has a sentence on their timeline', () => {
  const sources = import.meta.glob<string>('../../{users,auth}/**/*.ts', {
    query: '?raw',
    import: 'default',
    eager: true,
  })
  const kinds = Object.values(sources).flatMap((source) =>
    [...source.matchAll(recorded)].map(([, kind]) => kind as string),
  )
  expect(kinds).toContain('user.invited')
  const unsaid = [...new Set(kinds)].filter((kind) => !(kind.replaceAll('.', '-') in personTimeline.kind))
  expect(unsaid).toEqual([])
})
