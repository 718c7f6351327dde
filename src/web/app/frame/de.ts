import type { Translation } from '#web/lib/i18n/translation.ts'
import type { OwnFrameWords } from './own-words.ts'

export const frame: Translation<OwnFrameWords> = {
  skip: 'Zum Inhalt springen',
  home: 'Startseite',
  scheme: { toDark: 'Zu dunklen Farben wechseln', toLight: 'Zu hellen Farben wechseln' },
  me: { open: 'Sie: {{name}}', security: 'Sicherheit', signOut: 'Abmelden' },
}
