import { expect, test } from 'vitest'
import { pickLanguage } from './language.ts'
import { isPhone, platformOf } from './platform.ts'

test.each<[string | null, string | undefined, string | null, string, string]>([
  ['de', 'fr', 'es', 'de', "the record's language beats browser and account"],
  [null, 'fr-CH, en;q=0.5', 'es', 'fr', 'then comes what the browser likes best'],
  [null, 'en;q=0.4, pt-BR;q=0.9', 'es', 'pt', 'by quality, not by order'],
  [null, 'de;q=0, ja', 'es', 'es', 'a language that is refused or not spoken does not count'],
  [null, undefined, null, 'en', 'English when nothing is known'],
  ['xx', ',;;q=,*', 'yy', 'en', 'nonsense counts as absent'],
])('%s, %s, %s → %s: %s', (record, header, account, language) => {
  expect(pickLanguage(record, header, account)).toBe(language)
})

test.each([
  [
    'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36',
    'android',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Safari/604.1',
    'ios',
  ],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36', 'windows'],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.1 Safari/605.1.15',
    'mac',
  ],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0', 'linux'],
  ['curl/8.5.0', 'unknown'],
  [undefined, 'unknown'],
] as const)('%s runs on %s', (userAgent, platform) => {
  expect(platformOf(userAgent)).toBe(platform)
  expect(isPhone(platformOf(userAgent))).toBe(platform === 'android' || platform === 'ios')
})
