const steps: Array<[Intl.RelativeTimeFormatUnit, number]> = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]

/** "3 hr. ago", "in 2 weeks", "last month", "now". Only hours and minutes are abbreviated in a way that reads well in a sentence. */
export function relativeTime(at: Date, now: Date, language: string): string {
  const seconds = (at.getTime() - now.getTime()) / 1000
  const [unit, size] =
    steps.find(([, least]) => Math.abs(seconds) >= least) ?? (['second', Number.POSITIVE_INFINITY] as const)
  const style = size < 86_400 ? 'short' : 'long'
  return new Intl.RelativeTimeFormat(language, { numeric: 'auto', style }).format(
    Math.trunc(seconds / size),
    unit,
  )
}

/** Date and time in the reader's own time zone, which is named. */
export function exactTime(at: Date, language: string): string {
  return written(at, language, 'long')
}

/** Date and time in the reader's own time zone, to the minute. */
export function shortTime(at: Date, language: string): string {
  return written(at, language, 'short')
}

/** The day in the reader's own time zone. */
export function dayOf(at: Date, language: string): string {
  return written(at, language)
}

/** Hour and minute in the reader's own time zone. */
export function hourOf(at: Date, language: string): string {
  return new Intl.DateTimeFormat(localeOf(language), { timeStyle: 'short' }).format(at)
}

/** A day of the calendar, which is the same in every time zone. @param day YYYY-MM-DD */
export function calendarDay(day: string, language: string): string {
  return written(new Date(day), language, undefined, 'UTC')
}

/**
 * The reader's own variety of the language of the page: 4 May in London, May 4 in New York. @param preferred the browser's languages, best first
 */
export function localeOf(language: string, preferred: readonly string[] = navigator.languages): string {
  return preferred.find((each) => each === language || each.startsWith(`${language}-`)) ?? language
}

/** Each date of the product is written here, so that all of them look alike. */
function written(at: Date, language: string, timeStyle?: 'short' | 'long', timeZone?: string): string {
  return new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'medium', timeStyle, timeZone }).format(at)
}
