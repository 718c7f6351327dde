import { VisuallyHidden } from '@mantine/core'
import {
  IconBan,
  IconCircleCheck,
  IconCircleDashed,
  IconClock,
  IconClockX,
  IconLock,
  IconMail,
  IconMailOff,
  IconMailX,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { StatusBadge, type StatusLook } from '#web/components/status-badge.tsx'
import type { User, UserInvitation } from '../schema.ts'

const looks: Record<User['status'], StatusLook> = {
  unregistered: { color: 'gray', icon: IconCircleDashed },
  invited: { color: 'indigo', icon: IconMail },
  registered: { color: 'teal', icon: IconCircleCheck },
  inactive: { color: 'gray', icon: IconBan },
  locked: { color: 'orange', icon: IconLock },
}

/** How an invitation is drawn: what became of its e-mail, and of its link. */
export const invitationLooks: Record<UserInvitation['state'], StatusLook> = {
  queued: { color: 'gray', icon: IconClock },
  sent: looks.invited,
  failed: { color: 'red', icon: IconMailX },
  'not-sent': { color: 'red', icon: IconMailOff },
  expired: { color: 'orange', icon: IconClockX },
}

interface UserStatusProps {
  status: User['status']
  /** How far the welcome e-mail is; absent where that is not known. */
  invitation?: User['invitation']
}

/** Whether somebody can sign in, and how far they are on the way there: also whether their welcome e-mail has reached them. */
export function UserStatus({ status, invitation }: UserStatusProps) {
  const { t } = useTranslation('users')
  if (invitation && invitation.state !== 'sent') {
    const { state, answer } = invitation
    // What was said of the e-mail of a link that has expired since helps nobody.
    const said = state === 'expired' ? null : answer
    return (
      <StatusBadge
        look={invitationLooks[state]}
        title={[t(`fateHint.${state}`), said].filter(Boolean).join('\n')}
      >
        {t(`fate.${state}`)}
        {said && <VisuallyHidden>: {said}</VisuallyHidden>}
      </StatusBadge>
    )
  }
  return (
    <StatusBadge look={looks[status]} title={t(`statusHint.${status}`)}>
      {t(`status.${status}`)}
    </StatusBadge>
  )
}
