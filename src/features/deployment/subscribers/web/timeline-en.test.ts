import { expect, test } from 'vitest'
import { timelineKinds } from '../schema.ts'
import { timeline } from './timeline-en.ts'

test('every kind of step on a timeline has a sentence, and every sentence is of a kind that exists', () => {
  // A sentence may have a form for one and for many, and one for a softphone that comes again.
  const said = Object.keys(timeline.kind).map((key) => key.replace(/_(one|other)$|-again$/, ''))
  const kinds = timelineKinds.map((kind) => kind.replace('.', '-'))
  expect([...new Set(said)].sort()).toEqual([...kinds].sort())
})
