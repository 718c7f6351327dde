import { Button, Group, Progress, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { rowCount, workCount } from './plan.ts'
import type { Upload } from './use-upload.ts'

/** How much of a file has left, and how much the plan that it becomes has grown. */
export function UploadProgress({ upload, name }: { upload: Upload; name: string }) {
  const { t } = useTranslation('imports')
  const { part, plan } = upload
  const percent = Math.floor(part * 100)
  const words = part < 1 ? t('sending.upload', { name, percent }) : t('sending.reading', { name })
  return (
    <Stack gap="xs">
      <Progress.Root size="md">
        <Progress.Section value={Math.max(2, percent)} aria-label={name} animated />
      </Progress.Root>
      <Group justify="space-between" align="flex-start" gap="xs">
        <div role="status">
          <Text size="sm" fw={600}>
            {words}
          </Text>
          <Text size="sm" c="dimmed">
            {plan
              ? t('sending.rows', { count: rowCount(plan), work: workCount(plan) })
              : t('sending.nothing')}
          </Text>
        </div>
        <Button variant="default" size="xs" onClick={upload.cancel}>
          {t('sending.cancel')}
        </Button>
      </Group>
    </Stack>
  )
}
