import type { Translation } from '#web/lib/i18n/translation.ts'
import type { OwnFrameWords } from './own-words.ts'

export const frame: Translation<OwnFrameWords> = {
  skip: 'Ir al contenido',
  home: 'Página de inicio',
  scheme: { toDark: 'Cambiar a colores oscuros', toLight: 'Cambiar a colores claros' },
  me: { open: 'Usted: {{name}}', security: 'Seguridad', signOut: 'Cerrar sesión' },
}
