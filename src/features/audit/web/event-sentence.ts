import { useTranslation } from 'react-i18next'
import type { AuditEvent } from '../schema.ts'

type Told = Pick<AuditEvent, 'action' | 'subjectKind' | 'details'>

/** Where the words for the fields of a subject stand, by its kind. */
const fieldWords: Record<string, string> = {
  account: 'accounts:field',
  location: 'locations:field',
  profile: 'profiles:field',
  subscriber: 'subscribers:field',
  user: 'person:field',
}

/** Says an event in a sentence, fields in the words of their forms. An act that this page does not know is shown as it is named. */
export function useEventSentence(): (event: Told) => string {
  const { t, i18n } = useTranslation(['events', 'accounts', 'locations', 'person', 'profiles', 'subscribers'])

  function fieldsOf({ subjectKind, details }: Told): string {
    const fields = Array.isArray(details.fields) ? details.fields.map(String) : Object.keys(details)
    return fields.map((field) => labelOf(`${fieldWords[subjectKind]}.${field}`, field)).join(', ')
  }

  function labelOf(key: string, field: string): string {
    return i18n.exists(key) ? t(key as 'subscribers:field.email') : spelledOut(field)
  }

  function selectedOf({ selected, count, records }: Told['details']): string {
    const known = [selected, count, records].find((value) => typeof value === 'number')
    return known === undefined ? t('everyUser') : t('users', { count: known })
  }

  return (event) => {
    const key = `act.${event.action.replaceAll('.', '-')}`
    if (!i18n.exists(`events:${key}`)) return spelledOut(event.action.replaceAll('.', ' '))
    const { name, to, email, fileName, language, recipient } = event.details
    const sentence = t(
      key as 'act.account-added',
      {
        name: text(name ?? to ?? personIn(event.details) ?? fileName ?? email),
        fields: fieldsOf(event),
        selected: selectedOf(event.details),
        language: text(language),
        recipient: text(recipient),
      } as { name: string },
    )
    // Older events tell fewer details: nothing stands where they would.
    return sentence.replace(/[\s:]+$/, '').replace(/ \(\)$/, '')
  }
}

/** First and last name; an older event tells the last name alone. */
function personIn({ firstName, lastName }: Told['details']): string | undefined {
  return `${text(firstName)} ${text(lastName)}`.trim() || undefined
}

/** `pbxSipHost` and `some-act` as words. */
function spelledOut(name: string): string {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('-', ' ')
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
