import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '#web/lib/api/request.ts'

interface NameByIdProps {
  id: string
  /** Why the name could not be asked for. */
  error: Error | null
  children: ReactNode
}

/** The name of somebody known by id only. Of who is gone nothing is kept but the id, which says nothing to anybody. */
export function NameById({ id, error, children }: NameByIdProps) {
  const { t } = useTranslation()
  if (!error) return children
  const gone = error instanceof Problem && error.status === 404
  return (
    <span className="rc-faint" title={id}>
      {t(gone ? 'deletedUser' : 'unknownUser')}
    </span>
  )
}
