import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { TimelineEntry } from '../schema.ts'

/** Says a timeline entry in a sentence. A kind that this page does not know (a newer server's) is shown as it is named. */
export function useTimelineSentence(): (entry: Pick<TimelineEntry, 'kind' | 'details'>) => string {
  const { t, i18n } = useTranslation(['timeline', 'subscribers', 'profiles'])
  return ({ kind, details }) => {
    const key = `kind.${sentenceOf(kind, details)}`
    const attempts = typeof details.attemptsLeft === 'number' ? details.attemptsLeft : 0
    if (!i18n.exists(`timeline:${key}`, { count: attempts })) return kind
    return t(key as 'kind.mail-accepted', {
      answer: text(details.answer),
      recipient: text(details.recipient),
      person: text(details.person),
      count: attempts,
      reason: reason(t, i18n.exists, details.because ?? details.code),
      fields: fieldNames(t, i18n.exists, details.fields),
      app: appName(t, i18n.exists, details),
      early: details.suspicious ? t('early') : '',
    })
  }
}

type Words = TFunction<['timeline', 'subscribers', 'profiles']>
type Exists = (key: string) => boolean

/** Setting up a softphone and a later change of its configuration are one kind of step, and two sentences (CD-3). */
function sentenceOf(kind: string, { first }: Record<string, unknown>): string {
  const key = kind.replaceAll('.', '-')
  return kind === 'client.downloaded' && first === false ? `${key}-again` : key
}

function reason(t: Words, exists: Exists, code: unknown): string {
  const key = `reason.${text(code).replaceAll('.', '-')}`
  return exists(`timeline:${key}`) ? t(key as 'reason.deleted') : text(code).replaceAll('-', ' ')
}

function fieldNames(t: Words, exists: Exists, fields: unknown): string {
  if (!Array.isArray(fields)) return ''
  const names = fields.map((field) =>
    exists(`subscribers:field.${field}`) ? t(`subscribers:field.${field as 'email'}`) : String(field),
  )
  return names.join(', ')
}

function appName(
  t: Words,
  exists: Exists,
  { client, kind = client, userAgent }: Record<string, unknown>,
): string {
  if (typeof userAgent === 'string' && userAgent !== '') return userAgent
  return exists(`profiles:app.${text(kind)}`) ? t(`profiles:app.${text(kind) as 'linphone'}`) : text(kind)
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
