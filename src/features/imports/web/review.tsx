import { Group, Paper, Text } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { StatusBadge } from '#web/components/status-badge.tsx'
import type { Import } from '../schema.ts'
import { FileNotices } from './file-notices.tsx'
import { FixFile } from './fix-file.tsx'
import { useImportPlace } from './import-place.ts'
import { changeCount, isHeldBack, workCount } from './plan.ts'
import { PlanRows } from './plan-rows.tsx'

/** A plan that waits to be applied: what that would do, what to know about the file, and its rows. */
export function Review({ plan }: { plan: Import }) {
  return (
    <>
      <FixFile plan={plan} />
      {!isHeldBack(plan) && <Forecast plan={plan} />}
      <FileNotices plan={plan} />
      <PlanRows plan={plan} />
    </>
  )
}

/** What applying will do, with numbers. */
function Forecast({ plan }: { plan: Import }) {
  const { t } = useTranslation('imports')
  const { name } = useImportPlace().kind
  const { create, change, unchanged } = plan.counts
  const counted = [
    ['create', create],
    ['change', change],
    ['unchanged', unchanged],
    ['leftOut', workCount(plan)],
  ] as const
  const sentences: string[] = counted.flatMap(([will, count]) =>
    count > 0 ? [t(`will.${will}`, { count })] : [],
  )
  if (changeCount(plan) === 0) sentences.unshift(t('will.nothing'))
  return (
    <Paper withBorder px="md" py="xs">
      <Group gap="md" justify="space-between">
        <Group gap="sm">
          {workCount(plan) === 0 && (
            <StatusBadge look={{ color: 'teal', icon: IconCircleCheck }}>{t('will.clean')}</StatusBadge>
          )}
          <Text fw={600}>{sentences.join(' ')}</Text>
        </Group>
        <Text size="sm" c="dimmed">
          {plan.options.sendWelcome ? t('users.mails') : t(`${name}.noMail`)} {t('will.undo')}
        </Text>
      </Group>
    </Paper>
  )
}
