import { Alert, Button, Group, Text } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Act } from '../../deployments/web/api.ts'

interface OutdatedBarProps {
  /** How many match; undefined while they are counted. */
  total: number | undefined
  onAct: (act: Act) => void
}

/** Above the list of those whose softphone is outdated: brings all of them up to date, and nobody else. */
export function OutdatedBar({ total, onAct }: OutdatedBarProps) {
  const { t } = useTranslation('deployments')
  if (total === undefined || total === 0) return null
  return (
    <Alert variant="light" p="xs" icon={<IconInfoCircle aria-hidden />}>
      <Group justify="space-between" gap="xs">
        <Text size="sm">{t('outdated.text', { count: total })}</Text>
        <Group gap="xs">
          <Button size="xs" onClick={() => onAct('force')}>
            {t('outdated.force')}
          </Button>
          <Button size="xs" variant="default" onClick={() => onAct('deploy')}>
            {t('outdated.deploy')}
          </Button>
        </Group>
      </Group>
    </Alert>
  )
}
