import type { auth } from '#features/auth/web/en.ts'
import type { security } from '#features/auth/web/own/en.ts'
import type { portal } from '#features/portal/web/en.ts'
import type { common } from '#web/lib/i18n/en.ts'
import type { ProblemWords } from '#web/lib/i18n/problems/words.ts'
import type { Translation } from '#web/lib/i18n/translation.ts'
import type { OwnFrameWords } from '../frame/own-words.ts'

/** What whoever administers nothing reads, in one language: slices of words by their names, and the sentences of the server. */
export interface WordsOfPeople {
  auth: Translation<typeof auth>
  common: Translation<typeof common>
  frame: Translation<OwnFrameWords>
  portal: Translation<typeof portal>
  problems: ProblemWords
  security: Translation<typeof security>
}
