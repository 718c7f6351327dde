import type { MailLanguage } from './language.ts'

const locales: Record<MailLanguage, string> = {
  en: 'en-GB',
  de: 'de-DE',
  fr: 'fr-FR',
  es: 'es-ES',
  pt: 'pt-PT',
}

const shapes = {
  time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  full: {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>

// Making a formatter takes longer than rendering a whole mail. There are as many as time zones in use.
const formatters = new Map<string, Intl.DateTimeFormat>()

/** `10:03` on the wall of `timeZone` (IANA name). */
export function timeOfDay(at: Date, language: MailLanguage, timeZone: string): string {
  return formatter('time', language, timeZone).format(at)
}

/** `Wednesday, 4 March 2026 at 10:03 CET`: weekday, date, time and zone as the language writes them. */
export function dateAndTime(at: Date, language: MailLanguage, timeZone: string): string {
  // French sets narrow and non-breaking spaces, which some mail programs show as boxes.
  return formatter('full', language, timeZone)
    .format(at)
    .replace(/[\u00a0\u202f]/g, ' ')
}

function formatter(
  shape: keyof typeof shapes,
  language: MailLanguage,
  timeZone: string,
): Intl.DateTimeFormat {
  const key = `${shape} ${language} ${timeZone}`
  const known = formatters.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat(locales[language], { ...shapes[shape], timeZone })
  formatters.set(key, made)
  return made
}
