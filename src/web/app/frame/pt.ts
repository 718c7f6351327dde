import type { Translation } from '#web/lib/i18n/translation.ts'
import type { OwnFrameWords } from './own-words.ts'

export const frame: Translation<OwnFrameWords> = {
  skip: 'Ir para o conteúdo',
  home: 'Página inicial',
  scheme: { toDark: 'Mudar para cores escuras', toLight: 'Mudar para cores claras' },
  me: { open: 'Conta de {{name}}', security: 'Segurança', signOut: 'Terminar sessão' },
}
