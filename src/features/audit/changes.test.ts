import { describe, expect, test } from 'vitest'
import { changesBetween } from './index.ts'

describe('what an act made different', () => {
  test('is each field with its value before and since; what is equal or not given is left out', () => {
    const before = { name: 'Berlin', floor: 2, codecs: ['opus'], zip: '10115' }
    expect(
      changesBetween(before, { name: 'Potsdam', floor: 2, codecs: ['opus', 'g722'], city: 'Potsdam' }),
    ).toEqual([
      { field: 'name', before: 'Berlin', after: 'Potsdam' },
      { field: 'codecs', before: ['opus'], after: ['opus', 'g722'] },
      { field: 'city', before: null, after: 'Potsdam' },
    ])
  })

  test('tells of a secret only that it changed, also where it was cleared', () => {
    const changes = changesBetween(
      { pin: 'old-secret', password: 'old-secret' },
      { pin: 'new-secret', password: null },
      { secrets: ['pin', 'password'] },
    )
    expect(changes).toEqual([
      { field: 'pin', before: null, after: null, secret: true },
      { field: 'password', before: null, after: null, secret: true },
    ])
  })

  test('keeps moments as ISO 8601 and cuts long texts at 200 letters, emoji whole', () => {
    const long = '😀'.repeat(300)
    expect(changesBetween({ at: null, body: '' }, { at: new Date(0), body: long })).toEqual([
      { field: 'at', before: null, after: '1970-01-01T00:00:00.000Z' },
      { field: 'body', before: '', after: `${'😀'.repeat(200)}…` },
    ])
  })

  test('keeps a text of 200 letters whole, and cuts the 201st', () => {
    const [whole, longer] = ['a'.repeat(200), 'a'.repeat(201)]
    expect(changesBetween({ body: whole }, { body: longer })).toEqual([
      { field: 'body', before: whole, after: `${whole}…` },
    ])
  })

  test('finds a long text changed beyond its 200th letter', () => {
    const text = 'a'.repeat(300)
    expect(changesBetween({ body: `${text}b` }, { body: `${text}c` })).toHaveLength(1)
  })
})
