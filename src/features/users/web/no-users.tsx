import { Button } from '@mantine/core'
import { IconUsers } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '#web/components/empty-state.tsx'
import type { UserFilterQuery } from './api.ts'

interface NoUsersProps {
  /** What narrowed the list. */
  filter: UserFilterQuery
  onClear: () => void
  /** The button that adds somebody. */
  add: ReactNode
}

/** What stands where the people would: why nobody does, and the next step. */
export function NoUsers({ filter, onClear, add }: NoUsersProps) {
  const { t } = useTranslation('users')
  if (Object.keys(filter).length === 0)
    return <EmptyState icon={IconUsers} title={t('empty.title')} text={t('empty.text')} actions={add} />
  const bySmsNumber = filter.smsNumber !== undefined && filter.product === undefined
  return (
    <EmptyState
      icon={IconUsers}
      title={t('empty.noMatchTitle')}
      text={t(bySmsNumber ? 'empty.noSmsText' : 'empty.noMatchText')}
      actions={
        <Button variant="default" onClick={onClear}>
          {t('filter.clear', { ns: 'common' })}
        </Button>
      }
    />
  )
}
