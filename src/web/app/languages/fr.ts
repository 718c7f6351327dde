import { auth } from '#features/auth/web/fr.ts'
import { security } from '#features/auth/web/own/fr.ts'
import { portal } from '#features/portal/web/fr.ts'
import { common } from '#web/lib/i18n/fr.ts'
import { problems } from '#web/lib/i18n/problems/fr.ts'
import { frame } from '../frame/fr.ts'
import type { WordsOfPeople } from './words.ts'

export const words: WordsOfPeople = { auth, common, frame, portal, problems, security }
