import { security } from '#features/auth/web/own/pt.ts'
import { auth } from '#features/auth/web/pt.ts'
import { portal } from '#features/portal/web/pt.ts'
import { problems } from '#web/lib/i18n/problems/pt.ts'
import { common } from '#web/lib/i18n/pt.ts'
import { frame } from '../frame/pt.ts'
import type { WordsOfPeople } from './words.ts'

export const words: WordsOfPeople = { auth, common, frame, portal, problems, security }
