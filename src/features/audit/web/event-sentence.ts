import { useTranslation } from 'react-i18next'
import type { AuditEvent } from '../schema.ts'
import { nameIn, spelledOut } from './told.ts'

type Told = Pick<AuditEvent, 'action' | 'subjectKind' | 'details' | 'changes'>

/** Where the words for the fields of a subject stand, by its kind. */
const fieldWords: Record<string, string> = {
  account: 'accounts:field',
  location: 'locations:field',
  profile: 'profiles:field',
  subscriber: 'subscribers:field',
  user: 'person:field',
}

/** Names a field of a subject in the word of its form. */
export function useFieldLabel(): (subjectKind: string, field: string) => string {
  const { t, i18n } = useTranslation(['events', 'accounts', 'locations', 'person', 'profiles', 'subscribers'])
  return (subjectKind, field) => {
    const key = [`${fieldWords[subjectKind]}.${field}`, `events:field.${field}`].find((each) =>
      i18n.exists(each),
    )
    return key === undefined ? spelledOut(field) : t(key as 'subscribers:field.email')
  }
}

/** Says an event in a sentence, fields in the words of their forms. An act that this page does not know is shown as it is named. */
export function useEventSentence(): (event: Told) => string {
  const { t, i18n } = useTranslation('events')
  const labelOf = useFieldLabel()

  function fieldsOf({ subjectKind, details, changes }: Told): string {
    const named = Array.isArray(details.fields) ? details.fields.map(String) : Object.keys(details)
    const fields = changes.length > 0 ? changes.map(({ field }) => field) : named
    return fields.map((field) => labelOf(subjectKind, field)).join(', ')
  }

  function selectedOf({ selected, count, records }: Told['details']): string {
    const known = [selected, count, records].find((value) => typeof value === 'number')
    return known === undefined ? t('everyUser') : t('users', { count: known })
  }

  function thingOf({ product, integration }: Told['details']): string {
    const thing = String(product ?? integration ?? '')
    return i18n.exists(`events:thing.${thing}`) ? t(`thing.${thing}` as 'thing.twilio') : spelledOut(thing)
  }

  return (event) => {
    const { action, details } = event
    const name = nameIn(details)
    const isNamed = name !== undefined && event.changes.length > 0
    const key = [wayOf(event), isNamed ? 'named' : undefined, 'act']
      .flatMap((kind) => kind ?? [])
      .map((kind) => `${kind}.${action.replaceAll('.', '-')}`)
      .find((each) => i18n.exists(`events:${each}`))
    if (key === undefined) return spelledOut(action.replaceAll('.', ' '))
    const sentence = t(
      key as 'act.account-added',
      {
        ...texts(details),
        name: name ?? '',
        fields: fieldsOf(event),
        selected: selectedOf(details),
        thing: thingOf(details),
      } as { name: string },
    )
    // What a name ends in is its own.
    if (name !== undefined && sentence.endsWith(name)) return sentence
    // Older events tell fewer details: nothing stands where they would.
    return sentence.replace(/[\s:]+$/, '').replace(/ \(\)$/, '')
  }
}

/** Which way an act went that can go two: something was given or turned on, or it was taken or turned off. */
function wayOf({ details, changes }: Told): 'on' | 'off' | undefined {
  const on = details.assign ?? changes.find(({ field }) => field === 'isOn')?.after
  if (typeof on !== 'boolean') return undefined
  return on ? 'on' : 'off'
}

/** What is told as plain values, for sentences that name it. */
function texts(details: Told['details']): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(details).filter(
      (told): told is [string, string | number] => typeof told[1] === 'string' || typeof told[1] === 'number',
    ),
  )
}
