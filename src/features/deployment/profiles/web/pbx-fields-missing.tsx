import { Alert } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

/** Says how many users would have nothing to register at without an MBG (MU-9). */
export function PbxFieldsMissing({ count }: { count: number }) {
  const { t } = useTranslation('profiles')
  return (
    <Alert
      role="alert"
      variant="light"
      color="orange"
      icon={<IconAlertTriangle aria-hidden />}
      title={t('missing.title', { count })}
    >
      {t('missing.text')}
    </Alert>
  )
}
