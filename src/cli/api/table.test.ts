import { describe, expect, test } from 'vitest'
import { cellOf, fieldsTable, labelOf, openTable, tableOf } from './table.ts'
import { harmless, harmlessJson, widthOf } from './text.ts'

describe('the width of a text in a terminal', () => {
  test.each([
    ['Kühn', 4],
    ['Ku\u0308hn', 4],
    ['山田太郎', 8],
    ['김민수', 6],
    ['ｱﾝﾅ', 3],
    ['Ａｎｎａ', 8],
    ['👩‍👩‍👧', 2],
    ['☎️', 2],
    ['', 0],
  ])('%s takes %i columns', (text, width) => {
    expect(widthOf(text)).toBe(width)
  })
})

describe('a table', () => {
  test('aligns wide characters, and leaves no space at the ends of lines', () => {
    const rows = [
      ['山田', '1001'],
      ['Kühn', '12'],
    ]
    expect(tableOf(['Name', 'Number'], rows)).toBe('Name  Number\n山田  1001\nKühn  12\n')
  })

  test('that is written in parts keeps the widths of its first, and cuts no wider cell', () => {
    const linesOf = openTable()
    expect(
      linesOf([
        ['Name', 'Number'],
        ['Kühn', '12'],
      ]),
    ).toBe('Name  Number\nKühn  12\n')
    expect(linesOf([['Ott', '7']])).toBe('Ott   7\n')
    expect(linesOf([['Featherstonehaugh', '8']])).toBe('Featherstonehaugh  8\n')
  })

  test('of a record shows its fields, those of a part behind a dot', () => {
    const record = { lastName: 'Kühn', flags: { locked: true }, licences: ['a', 'b'], email: null }
    expect(fieldsTable(record)).toBe(
      'Field         Value\nLast name     Kühn\nFlags locked  yes\nLicences      a, b\nEmail\n',
    )
  })

  test('shows a part by its path, and nothing for a path that leads nowhere', () => {
    expect(cellOf({ flags: { locked: false } }, 'flags.locked')).toBe('no')
    expect(cellOf({ flags: null }, 'flags.locked')).toBe('')
    expect(labelOf('pbxSipUserName')).toBe('PBX SIP user name')
  })
})

describe('a hostile text', () => {
  test.each([
    ['an escape sequence', '\u001b[2J'],
    ['a control character of C1', '\u009b2J'],
    ['a line break', 'a\nb'],
    ['a carriage return', 'a\rb'],
    ['a line separator', 'a\u2028b'],
    ['a mark that turns the direction', '\u202egnp.exe'],
    ['a lone surrogate', '\ud800'],
  ])('is written out: %s', (_what, text) => {
    expect(harmless(text)).not.toMatch(/[\p{Cc}\p{Zl}\p{Cs}\u202e]/u)
    expect(tableOf(['Name'], [[text]]).split('\n')).toHaveLength(3)
    expect(harmlessJson({ text })).not.toMatch(/[\p{Cc}\p{Zl}\p{Cs}\u202e]/u)
    expect(JSON.parse(harmlessJson({ text }, 2))).toEqual({ text })
  })

  test('loses the secret of an API key', () => {
    const key = `rc_${'A'.repeat(22)}.12345678${'s'.repeat(43)}`
    expect(harmless(`unknown option '--key=${key}'`)).toBe(
      `unknown option '--key=rc_${'A'.repeat(22)}.12345678…'`,
    )
  })
})
