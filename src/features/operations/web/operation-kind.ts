import { useTranslation } from 'react-i18next'

/** The name of a kind of operation; one this page does not know yet is shown as the server names it. */
export function useOperationKind(kind: string): string {
  const { t, i18n } = useTranslation('operations')
  return i18n.exists(`operations:kind.${kind}`) ? t(`kind.${kind as 'deployment'}`) : kind
}
