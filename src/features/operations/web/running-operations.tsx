import { ActionIcon, Divider, Indicator, Skeleton, Stack, Text } from '@mantine/core'
import { IconListCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TextLink } from '#web/components/links.tsx'
import { PopoverButton } from '#web/components/popover-button.tsx'
import { lazy } from '#web/lib/lazy.ts'
import type { Operation } from '../schema.ts'
import { isRunning, newestOperationsQuery } from './api.ts'
import { useOperationKind } from './operation-kind.ts'

const OperationProgress = lazy(async () => ({
  default: (await import('./operation-progress.tsx')).OperationProgress,
}))
const ProgressRing = lazy(async () => ({ default: (await import('./progress-ring.tsx')).ProgressRing }))

/** In the top bar: whether something runs, and how far the newest operations are. */
export function RunningOperations({ accountId }: { accountId: string }) {
  const { t } = useTranslation('operations')
  const [opened, setOpened] = useState(false)
  const { data: operations = [] } = useQuery(newestOperationsQuery(accountId))
  const running = operations.filter(isRunning)
  const label = running.length === 0 ? t('none') : t('running', { count: running.length })
  const newest = running[0]
  const resting = <IconListCheck size={19} stroke={1.7} aria-hidden />
  return (
    <Indicator disabled={running.length === 0} label={running.length} size={15} offset={4} zIndex={1}>
      <PopoverButton
        opened={opened}
        onChange={setOpened}
        width={340}
        position="bottom-end"
        shadow="md"
        withinPortal={false}
        trapFocus
        returnFocus
        box={{ 'aria-label': t('recent') }}
        button={
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={label}>
            {newest ? (
              <Suspense fallback={resting}>
                <ProgressRing operation={newest} />
              </Suspense>
            ) : (
              resting
            )}
          </ActionIcon>
        }
      >
        <Stack gap="sm">
          <Stack gap="sm" mah={360} style={{ overflowY: 'auto' }}>
            {operations.length === 0 && (
              <Text size="sm" c="dimmed">
                {t('none')}
              </Text>
            )}
            {operations.slice(0, Math.max(3, running.length)).map((operation) => (
              <Entry
                key={operation.id}
                accountId={accountId}
                operation={operation}
                onOpen={() => setOpened(false)}
              />
            ))}
          </Stack>
          <Divider />
          <TextLink
            to="/accounts/$accountId/activity/operations"
            params={{ accountId }}
            size="sm"
            onClick={() => setOpened(false)}
          >
            {t('all')}
          </TextLink>
        </Stack>
      </PopoverButton>
    </Indicator>
  )
}

function Entry({
  accountId,
  operation,
  onOpen,
}: {
  accountId: string
  operation: Operation
  onOpen: () => void
}) {
  const { t } = useTranslation('operations')
  const kind = useOperationKind(operation.kind)
  return (
    <Stack gap={4}>
      <TextLink
        to="/accounts/$accountId/activity/operations/$operationId"
        params={{ accountId, operationId: operation.id }}
        size="sm"
        fw={600}
        onClick={onOpen}
      >
        {kind} · {t(`status.${operation.status}`)}
      </TextLink>
      <Suspense fallback={<Skeleton height={62} />}>
        <OperationProgress operation={operation} />
      </Suspense>
    </Stack>
  )
}
