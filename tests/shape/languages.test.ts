import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { languages } from '#features/accounts/choices.ts'
import { auth } from '#features/auth/web/en.ts'
import { security } from '#features/auth/web/own/en.ts'
import { portal } from '#features/portal/web/en.ts'
import { frame } from '#web/app/frame/en.ts'
import { words as de } from '#web/app/languages/de.ts'
import { words as es } from '#web/app/languages/es.ts'
import { words as fr } from '#web/app/languages/fr.ts'
import { words as pt } from '#web/app/languages/pt.ts'
import { common } from '#web/lib/i18n/en.ts'

const root = join(import.meta.dirname, '../..')
const others = { de, es, fr, pt }
const english = sentencesOf({ auth, common, frame, portal, security })

/** The same word in English and in another language, or a name. */
const alike = new Set([
  ...['Linphone', 'baresip', 'MicroSIP', 'MiTeam Meetings', 'MiCollab', 'Mitel CX'],
  ...[
    'Administration',
    'Code',
    'E-mail',
    'E-mail:',
    'Licences',
    'Name',
    'OK',
    'Pages',
    'PIN',
    'SMS',
    'Softphones',
  ],
])

/** Every sentence by its path, such as `auth/signIn/title`. */
function sentencesOf(words: object, path = ''): Map<string, string> {
  const found = Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[`${path}${key}`, value] as const]
      : [...sentencesOf(value, `${path}${key}/`)],
  )
  return new Map(found)
}

/** What a sentence names, such as `{{email}}`. */
const placesIn = (sentence: string) => [...new Set(sentence.match(/\{\{[^}]+\}\}/g))].sort().join(' ')

test('every language of the e-mails is a language of the pages', () => {
  expect(['en', ...Object.keys(others)].sort()).toEqual([...languages].sort())
})

describe.for(Object.entries(others))('%s', ([, { problems, ...words }]) => {
  const spoken = sentencesOf(words)

  test('has every word of the pages that everybody reads, and no other', () => {
    const needed = [...english.keys()].filter((key) => !key.startsWith('frame/'))
    expect([...spoken.keys()].filter((key) => !key.startsWith('frame/')).sort()).toEqual(needed.sort())
    expect([...spoken.keys()].filter((key) => !english.has(key))).toEqual([])
  })

  test('names in each sentence what the English one names', () => {
    const wrong = [...spoken].filter(
      ([key, sentence]) => placesIn(sentence) !== placesIn(english.get(key) ?? ''),
    )
    expect(wrong).toEqual([])
  })

  test('says nothing in English', () => {
    const same = [...spoken].filter(
      ([key, sentence]) => sentence === english.get(key) && !alike.has(sentence),
    )
    expect(same).toEqual([])
  })

  test('translates refusals that there are, and names in each what the German one names', () => {
    for (const [code, sentence] of Object.entries(problems.code)) {
      expect(existsSync(join(root, `docs/errors/${code.replace(/_[a-z]+$/, '')}.md`)), code).toBe(true)
      expect(placesIn(sentence), code).toBe(placesIn(de.problems.code[code as keyof typeof de.problems.code]))
    }
  })

  test('translates sentences that the server says', () => {
    const lost = Object.keys(problems.sentence).filter((sentence) => !said.includes(withoutNumbers(sentence)))
    expect(lost).toEqual([])
  })
})

/** All that the server can say, as it stands in its sources. */
const said = globSync(['src/features/**/*.ts', 'src/platform/http/*.ts'], { cwd: root })
  .filter((path) => !/\.test\.ts$|\/web\//.test(path))
  .map((path) => withoutNumbers(readFileSync(join(root, path), 'utf8')))
  .join('\n')

/** A number stands in some sentences as it is, in others as a constant. */
function withoutNumbers(text: string): string {
  return text.replace(/\$\{[^}]*\}|\d+/g, '#')
}
