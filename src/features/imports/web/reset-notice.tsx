import { Alert, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Import } from '../schema.ts'
import { resetsClients } from './plan.ts'

/** That a plan resets softphones, and how many: never folded away, because no undo brings them back (CD-12, MU-10). */
export function ResetNotice({ plan: { status, warnings } }: { plan: Import }) {
  const { t } = useTranslation('imports')
  const warning = warnings.find(({ code }) => code === resetsClients)
  if (!warning) return null
  return (
    <Alert
      color="red"
      variant="light"
      icon={<IconAlertTriangle aria-hidden />}
      title={status === 'ready' ? t('resets.before') : t('resets.after')}
    >
      <Text size="sm">{warning.message}</Text>
      <Text size="sm">{status === 'ready' ? t('resets.check') : t('resets.deploy')}</Text>
    </Alert>
  )
}
