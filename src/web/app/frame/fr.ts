import type { Translation } from '#web/lib/i18n/translation.ts'
import type { OwnFrameWords } from './own-words.ts'

export const frame: Translation<OwnFrameWords> = {
  skip: 'Aller au contenu',
  home: 'Page d’accueil',
  scheme: { toDark: 'Passer aux couleurs sombres', toLight: 'Passer aux couleurs claires' },
  me: { open: 'Vous : {{name}}', security: 'Sécurité', signOut: 'Se déconnecter' },
}
