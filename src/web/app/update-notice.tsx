import { Button, Paper, Stack, Text } from '@mantine/core'
import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { isScriptMissing, onScriptMissing } from '#web/lib/lazy.ts'
import classes from './update-notice.module.css'

/**
 * Says that Rollcall was updated while the page was open, and offers to reload. Never reloads by itself: what is typed stays. No toast,
 * because the script that draws those may be gone as well.
 */
export function UpdateNotice() {
  const { t } = useTranslation()
  const updated = useSyncExternalStore(onScriptMissing, isScriptMissing)
  if (!updated) return null
  return (
    <Paper className={classes.notice} withBorder shadow="md" p="md" role="alert">
      <Stack gap="xs" align="flex-start">
        <Text fw={600}>{t('updated.title')}</Text>
        <Text size="sm">{t('updated.text')}</Text>
        <Button size="xs" onClick={() => window.location.reload()}>
          {t('updated.reload')}
        </Button>
      </Stack>
    </Paper>
  )
}
