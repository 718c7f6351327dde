import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { packageRoot } from '../config/package-root.ts'
import { splitStatements } from './statements.ts'

describe('a migration is split into statements', () => {
  test.each([
    ['two statements', 'select 1; select 2;', ['select 1', 'select 2']],
    ['a semicolon in a string', "insert into a values ('x;y');", ["insert into a values ('x;y')"]],
    ['a doubled quote', "select 'it''s; fine';", ["select 'it''s; fine'"]],
    ['a semicolon in a comment', 'select 1 -- one; two\n, 2;', ['select 1 \n, 2']],
    ['a quote in a comment', "-- it's\nselect 1;", ['select 1']],
    ['two dashes in a string', "select '--no; comment';", ["select '--no; comment'"]],
    ['a minus', 'select 2 - 1;', ['select 2 - 1']],
    ['a parameter', 'select $1;', ['select $1']],
    ['a body in dollars', 'do $$ begin a; b; end $$; select 1;', ['do $$ begin a; b; end $$', 'select 1']],
    ['a body in named dollars', 'do $p$ $$ ; $$ $p$;', ['do $p$ $$ ; $$ $p$']],
    ['nothing between semicolons', ';;select 1;;', ['select 1']],
    ['nothing at all', '-- only words\n', []],
  ])('%s', (_what, text, statements) => {
    expect(splitStatements(text)).toEqual(statements)
  })

  test('a last statement without semicolon is refused, because it may be cut off', () => {
    expect(() => splitStatements('select 1; select 2')).toThrow(
      'The last statement lacks its semicolon: select 2',
    )
  })

  test('every migration there is splits without leaving a comment or an open quote behind', async () => {
    const folder = join(packageRoot, 'migrations')
    const names = (await readdir(folder)).filter((name) => /^\d{4}_.*\.sql$/.test(name))
    expect(names.length).toBeGreaterThan(0)
    for (const name of names) {
      const statements = splitStatements(await readFile(join(folder, name), 'utf8'))
      expect(statements.length).toBeGreaterThan(0)
      for (const statement of statements) {
        expect(statement, name).toMatch(
          /^(create|alter|drop|do|select|grant|revoke|insert|update|delete|comment)\b/i,
        )
      }
    }
  })
})
