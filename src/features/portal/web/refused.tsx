import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Allowance } from '#features/deployment/portal/schema.ts'
import { TextLink } from '#web/components/links.tsx'
import { shortTime } from '#web/lib/times.ts'
import { useAllowance } from './use-allowance.ts'

/** Why something cannot be done now, from when on it can, and the way out where there is one. */
export function Refused({ allowance }: { allowance: Allowance }): ReactNode {
  const { t, i18n } = useTranslation('portal')
  const { because, needsEnrolling, willNeedFactor, from } = useAllowance(allowance)
  if (because === undefined) return null
  return (
    <Text size="sm" c="dimmed">
      {because} {from !== null && t('refused.from', { time: shortTime(new Date(from), i18n.language) })}{' '}
      {willNeedFactor && t('refused.factorToo')}{' '}
      {(needsEnrolling || willNeedFactor) && (
        <TextLink to="/portal/security" size="sm" underline="always">
          {t('refused.enrol')}
        </TextLink>
      )}
    </Text>
  )
}
