import { auth } from '#features/auth/web/de.ts'
import { security } from '#features/auth/web/own/de.ts'
import { portal } from '#features/portal/web/de.ts'
import { common } from '#web/lib/i18n/de.ts'
import { problems } from '#web/lib/i18n/problems/de.ts'
import { frame } from '../frame/de.ts'
import type { WordsOfPeople } from './words.ts'

export const words: WordsOfPeople = { auth, common, frame, portal, problems, security }
