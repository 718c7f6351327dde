import type { LanguageCode } from '../subscribers/fields.ts'
import { de } from './texts/de.ts'
import { en } from './texts/en.ts'
import { es } from './texts/es.ts'
import { fr } from './texts/fr.ts'
import { pt } from './texts/pt.ts'

/** Everything the mails say in one language. */
export interface MailTexts {
  deployment: {
    /** The default subject and body: templates as an administrator would write them. A change needs a new version (email/default-content.ts). */
    subject: string
    body: string
    button: string
    qrAlt: string
    qrCaption: string
    pinNote: string
    codeNote(address: string): string
    forPerson(who: string): string
  }
  /** The deployment mail that an admin sends to try the texts. */
  test: { subject(subject: string): string; note: string }
  newPhone: {
    subject(who: string, app: string, time: string): string
    lead: { owner(who: string): string; admins(who: string): string }
    app: string
    when: string
    expected: string
    unexpected: { owner: string; admins: string }
    button: { owner: string; admins: string }
  }
}

export const mailTexts: Record<LanguageCode, MailTexts> = { en, de, fr, es, pt }
