import { Group, Progress, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Operation } from '../schema.ts'
import { isRunning } from './api.ts'
import { useOperationKind } from './operation-kind.ts'
import { durationText, pace, percent, processed } from './progress.ts'
import { useSummary } from './use-summary.ts'

/** How far an operation is, in a bar and in words. */
export function OperationProgress({ operation }: { operation: Operation }) {
  const { t, i18n } = useTranslation('operations')
  const kind = useOperationKind(operation.kind)
  const running = isRunning(operation)
  const number = new Intl.NumberFormat(i18n.language)
  // How much there is to do is found out first.
  const isCounting = running && operation.total === 0
  const speed = running ? pace(operation, new Date()) : undefined
  return (
    <Stack gap={6}>
      <Progress.Root size="md">
        <Progress.Section
          value={percent(operation)}
          aria-label={kind}
          color={operation.status === 'failed' ? 'red' : undefined}
          animated={running}
        />
      </Progress.Root>
      <Group justify="space-between" gap="xs">
        <Text size="sm">
          {isCounting
            ? t('begun')
            : t('progress', {
                processed: number.format(processed(operation)),
                total: number.format(operation.total),
              })}
        </Text>
        {speed && (
          <Text size="sm" c="dimmed">
            {t('rate', { rate: number.format(Number(speed.perSecond.toPrecision(2))) })} ·{' '}
            {t('left', { time: durationText(speed.secondsLeft) })}
          </Text>
        )}
      </Group>
      {!isCounting && <OutcomeSum operation={operation} />}
    </Stack>
  )
}

/** "38 done · 2 skipped · 1 failed". */
export function OutcomeSum({ operation }: { operation: Operation }) {
  const summary = useSummary()
  return (
    <Text size="sm" c="dimmed">
      {summary(operation)}
    </Text>
  )
}
