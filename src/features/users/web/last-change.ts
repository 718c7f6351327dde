import { useTranslation } from 'react-i18next'
import type { User } from '../schema.ts'

/** Says what was changed last of somebody, in the words of the form, and by whom. */
export function useLastChange(): (user: Pick<User, 'lastModifiedBy' | 'lastModifiedFields'>) => string {
  const { t, i18n } = useTranslation('users')
  const wordOf = (field: string) =>
    i18n.exists(`users:field.${field}`) ? t(`field.${field as 'email'}`) : field
  return ({ lastModifiedBy, lastModifiedFields: changed }) => {
    const fields = changed.map(wordOf).join(', ')
    const what = changed.length === 0 ? t('modified.added') : t('modified.fields', { fields })
    return lastModifiedBy === null ? what : `${what} ${t('modified.by', { name: lastModifiedBy })}`
  }
}
