import { IconBan, IconCircleCheck, IconCircleDashed, IconLock, IconMail } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { StatusBadge, type StatusLook } from '#web/components/status-badge.tsx'
import type { User } from '../schema.ts'

const looks: Record<User['status'], StatusLook> = {
  unregistered: { color: 'gray', icon: IconCircleDashed },
  invited: { color: 'indigo', icon: IconMail },
  registered: { color: 'teal', icon: IconCircleCheck },
  inactive: { color: 'gray', icon: IconBan },
  locked: { color: 'orange', icon: IconLock },
}

/** Whether somebody can sign in, and how far they are on the way there. */
export function UserStatus({ status }: { status: User['status'] }) {
  const { t } = useTranslation('users')
  return (
    <StatusBadge look={looks[status]} title={t(`statusHint.${status}`)}>
      {t(`status.${status}`)}
    </StatusBadge>
  )
}
