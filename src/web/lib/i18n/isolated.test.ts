import { expect, test } from 'vitest'
import { isolated } from './isolated.ts'

test.each([
  ['stays as it is where it turns nothing', 'Zoë <b>{{x}}</b>', 'Zoë <b>{{x}}</b>'],
  ['that turns all that follows is ended with its isolate', 'Anna\u202ehnük', '\u2068Anna\u202ehnük\u2069'],
  ['that is written from right to left stands for itself', 'אבג', '\u2068אבג\u2069'],
  ['that begins isolates ends them', '\u2066a\u2067b', '\u2068\u2066a\u2067b\u2069\u2069\u2069'],
  ['that ends its own isolates ends them once', '\u2066a\u2069b', '\u2068\u2066a\u2069b\u2069'],
  ['cannot end the isolate that it is in', 'a\u2069\u202eb', '\u2068a\u202eb\u2069'],
])('threats "Clickjacking and content injection": a name %s', (_what, name, inSentence) => {
  expect(isolated(name)).toBe(inSentence)
})
