import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { Marked } from './marked.tsx'

test.each([
  ['Kühn', 'kuh', '<mark>Küh</mark>n'],
  ['Ku\u0308hn', 'kuh', '<mark>Ku\u0308h</mark>n'],
  ['Anna Kühn', 'KÜHN an', '<mark>An</mark>na <mark>Kühn</mark>'],
  ['Groß', 'ss', 'Gro<mark>ß</mark>'],
  ['Groß', 's', 'Gro<mark>ß</mark>'],
  ['Sørensen', 'so', '<mark>Sø</mark>rensen'],
  ['ΝΙΚΟΣ', 'νίκος', '<mark>ΝΙΚΟΣ</mark>'],
  ['Οδυσσεύς', 'ΟΔΥΣΣΕΥΣ', '<mark>Οδυσσεύς</mark>'],
  ['مُحَمَّد', 'محمد', '<mark>مُحَمَّد</mark>'],
  ['a.b', '.', 'a<mark>.</mark>b'],
  ['Anna', ' ', 'Anna'],
  ['Anna', undefined, 'Anna'],
])('in %s a search for %s is marked as the server finds it', (text, search, shown) => {
  expect(renderToStaticMarkup(<Marked text={text} search={search} />)).toBe(shown)
})
