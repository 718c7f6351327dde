import { useTranslation } from 'react-i18next'
import { calendarDay } from '#web/lib/times.ts'

/** A day of a term; null: it has no end. */
export function CalendarDay({ day }: { day: string | null }) {
  const { t, i18n } = useTranslation('licences')
  if (day === null) return <span className="rc-faint">{t('unlimited')}</span>
  return <time dateTime={day}>{calendarDay(day, i18n.language)}</time>
}
