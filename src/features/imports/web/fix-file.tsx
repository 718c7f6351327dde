import { Alert, Button, FileButton, Group, Text } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconDownload, IconFileUpload } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import type { Import } from '../schema.ts'
import { fixFileAddress, renewImport, uploadCorrection } from './api.ts'
import { accepted } from './file-drop.tsx'
import classes from './file-notices.module.css'
import { useImportPlace } from './import-place.ts'
import { isHeldBack, workCount } from './plan.ts'

/** The rows that need work: how many, as a file to be corrected, and where the corrected file goes. */
export function FixFile({ plan }: { plan: Import }) {
  const { t } = useTranslation('imports')
  const place = useImportPlace()
  const queries = useQueryClient()
  const [part, setPart] = useState(0)
  const correcting = useMutation({
    mutationFn: (file: File) => uploadCorrection(place, plan.id, file, { onSent: setPart }),
    onSettled: () => renewImport(queries, place),
  })
  const count = workCount(plan)
  if (count === 0) {
    return (
      correcting.isSuccess && (
        <div className={classes.notices}>
          <Alert role="status" color="teal" variant="light" icon={<IconCircleCheck aria-hidden />}>
            {t('fix.none')}
          </Alert>
        </div>
      )
    )
  }
  const held = isHeldBack(plan)
  return (
    <div className={classes.notices}>
      {correcting.error && <ProblemAlert problem={correcting.error} />}
      <Alert
        color={held ? 'red' : 'orange'}
        variant="light"
        icon={<IconAlertTriangle aria-hidden />}
        title={held ? t('fix.held', { count }) : t('fix.open', { count })}
      >
        <Group justify="space-between" gap="xs">
          <Text size="sm" maw={640} role="status">
            {correcting.isPending && t('fix.uploading', { percent: Math.floor(part * 100) })}
            {correcting.isSuccess && t('fix.left', { count })}
            {!correcting.isPending && !correcting.isSuccess && t('fix.here')}
          </Text>
          <Group gap="xs">
            <Button
              component="a"
              href={fixFileAddress(place, plan.id)}
              download
              size="xs"
              variant="default"
              leftSection={<IconDownload size={15} aria-hidden />}
            >
              {t('fix.download', { count })}
            </Button>
            <FileButton accept={accepted} onChange={(file) => file && correcting.mutate(file)}>
              {(button) => (
                <Button
                  size="xs"
                  variant="default"
                  loading={correcting.isPending}
                  leftSection={<IconFileUpload size={15} aria-hidden />}
                  {...button}
                >
                  {t('fix.upload')}
                </Button>
              )}
            </FileButton>
          </Group>
        </Group>
      </Alert>
    </div>
  )
}
