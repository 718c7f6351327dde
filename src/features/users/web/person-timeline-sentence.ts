import { useTranslation } from 'react-i18next'
import type { PersonTimelineEntry } from '../schema.ts'

/** Says an entry of a person's timeline in a sentence. An act that this page does not know (a newer server's) is shown as it is named. */
export function usePersonTimelineSentence(): (
  entry: Pick<PersonTimelineEntry, 'kind' | 'details' | 'operation'>,
) => string {
  const { t, i18n } = useTranslation(['personTimeline', 'users', 'operations'])

  /** Names of fields as the form has them, and of those whose values are words, what they came to be. */
  function fieldsIn({ fields = [], ...values }: PersonTimelineEntry['details']): string {
    const told = fields.map((field) => {
      const word = known(`users:field.${field}`, field)
      const value = field === 'role' || field === 'status' ? values[field] : undefined
      return value ? t('field', { field: word, value: known(`users:${field}.${value}`, value) }) : word
    })
    return told.join(', ')
  }

  function known(key: string, otherwise: string): string {
    return i18n.exists(key) ? t(key as 'users:field.email') : otherwise
  }

  return ({ kind, details, operation }) => {
    if (operation) {
      return t('operation', {
        kind: known(`operations:kind.${operation.kind}`, operation.kind),
        outcome: known(`operations:outcome.${operation.outcome}`, operation.outcome),
      })
    }
    const key = `kind.${kind.replaceAll('.', '-')}`
    if (!i18n.exists(`personTimeline:${key}`)) return kind
    return t(key as 'kind.user-changed', { fields: fieldsIn(details), email: details.email ?? '' })
  }
}
