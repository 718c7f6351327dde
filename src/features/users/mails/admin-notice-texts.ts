import type { MailLanguage } from '#platform/mailer/layout/language.ts'
import type { NoticeTexts } from './admin-notice-details.ts'
import { de } from './admin-notice-texts/de.ts'
import { en } from './admin-notice-texts/en.ts'
import { es } from './admin-notice-texts/es.ts'
import { fr } from './admin-notice-texts/fr.ts'
import { pt } from './admin-notice-texts/pt.ts'

/** Each notice in the language of its reader. */
export const noticeTexts: Record<MailLanguage, NoticeTexts> = { en, de, fr, es, pt }
