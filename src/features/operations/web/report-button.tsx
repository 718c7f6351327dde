import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Operation } from '../schema.ts'
import { isRunning, reportAddress } from './api.ts'

/** Saves every record of an ended operation with what became of it, as a file for a spreadsheet. */
export function ReportButton({ accountId, operation }: { accountId: string; operation: Operation }) {
  const { t } = useTranslation('operations')
  if (isRunning(operation) || operation.total === 0) return null
  return (
    <Button
      component="a"
      href={reportAddress(accountId, operation.id)}
      download
      variant="default"
      leftSection={<IconDownload size={16} aria-hidden />}
    >
      {t('report')}
    </Button>
  )
}
