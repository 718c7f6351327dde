import { IconBan, IconCircleCheck, IconClockOff } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { StatusBadge, type StatusLook } from '#web/components/status-badge.tsx'
import { dayOf, exactTime } from '#web/lib/times.ts'
import type { ApiKey } from '../../../api-keys/schema.ts'

const looks = {
  active: { color: 'teal', icon: IconCircleCheck },
  expired: { color: 'gray', icon: IconClockOff },
  revoked: { color: 'gray', icon: IconBan },
} satisfies Record<string, StatusLook>

/** Whether a key works, and if not, why. */
export function stateOf({ revokedAt, expiresAt }: ApiKey): keyof typeof looks {
  if (revokedAt !== null) return 'revoked'
  return expiresAt !== null && Date.parse(expiresAt) <= Date.now() ? 'expired' : 'active'
}

/** The badge of a key, as `stateOf` has it at this moment. */
export function KeyState({ apiKey }: { apiKey: ApiKey }) {
  const { t } = useTranslation('apiKeys')
  const state = stateOf(apiKey)
  return <StatusBadge look={looks[state]}>{t(`state.${state}`)}</StatusBadge>
}

/** The end of a key as a day: "in 2 months" would not tell when to renew it. */
export function Expiry({ at }: { at: string | null }) {
  const { t, i18n } = useTranslation('apiKeys')
  if (at === null) return <span className="rc-faint">{t('noExpiry')}</span>
  const date = new Date(at)
  return (
    <time dateTime={at} title={exactTime(date, i18n.language)}>
      {dayOf(date, i18n.language)}
    </time>
  )
}

/** The part that tells the keys of one account apart: what stands before the dot is the same in all of them. */
export function tellingPart(prefix: string): string {
  return prefix.replace(/_.*\./, '_….').concat('…')
}
