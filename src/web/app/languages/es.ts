import { auth } from '#features/auth/web/es.ts'
import { security } from '#features/auth/web/own/es.ts'
import { portal } from '#features/portal/web/es.ts'
import { common } from '#web/lib/i18n/es.ts'
import { problems } from '#web/lib/i18n/problems/es.ts'
import { frame } from '../frame/es.ts'
import type { WordsOfPeople } from './words.ts'

export const words: WordsOfPeople = { auth, common, frame, portal, problems, security }
