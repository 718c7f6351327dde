import { Button, Group, List, Skeleton, Stack, Text } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { type ReactNode, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import type { Operation, OperationReason } from '../schema.ts'
import { reasonRecordsQuery, reasonsQuery } from './api.ts'
import { ItemOutcome } from './status-badge.tsx'

interface ReasonsProps {
  accountId: string
  operation: Operation
  /** Names a record; without it the records of a cause cannot be looked at here. */
  subjectOf?: ((subjectId: string) => ReactNode) | undefined
}

/** Why records were not done, by cause over all of them, each with the records it holds for. */
export function Reasons({ accountId, operation, subjectOf }: ReasonsProps) {
  const { t } = useTranslation('operations')
  const { data: reasons = [] } = useQuery(reasonsQuery(accountId, operation))
  if (reasons.length === 0) return null
  const counted = reasons.reduce((sum, { count }) => sum + count, 0)
  const others = operation.failed + operation.skipped - counted
  return (
    <div>
      <Text size="sm" fw={600} mb={4}>
        {t('reasons')}
      </Text>
      <List size="sm" spacing={6} listStyleType="none" styles={{ itemWrapper: { display: 'block' } }}>
        {reasons.map((reason) => (
          <List.Item key={`${reason.outcome} ${reason.code}`}>
            <Cause accountId={accountId} operation={operation} subjectOf={subjectOf} reason={reason} />
          </List.Item>
        ))}
      </List>
      {others > 0 && (
        <Text size="xs" c="dimmed" mt={4}>
          {t('reasonsMore', { count: others })}
        </Text>
      )}
    </div>
  )
}

function Cause({ reason, ...props }: ReasonsProps & { reason: OperationReason }) {
  const { t, i18n } = useTranslation('operations')
  const [opened, setOpened] = useState(false)
  const id = useId()
  const { outcome, code, message, alike, count } = reason
  const text = message || (code ?? '')
  const { subjectOf } = props
  return (
    <>
      <Group gap="xs" wrap="nowrap" align="flex-start">
        <ItemOutcome operation={props.operation} outcome={outcome} />
        <span>
          <strong>{new Intl.NumberFormat(i18n.language).format(count)}</strong> ·{' '}
          {alike ? text : t('reasonLike', { text })}
        </span>
        {subjectOf && code !== null && (
          <Button
            size="compact-xs"
            variant="subtle"
            style={{ flexShrink: 0 }}
            aria-expanded={opened}
            aria-controls={id}
            onClick={() => setOpened(!opened)}
          >
            {opened ? t('reasonHide') : t('reasonShow', { count })}
          </Button>
        )}
      </Group>
      <div id={id}>{opened && subjectOf && <Records {...props} subjectOf={subjectOf} reason={reason} />}</div>
    </>
  )
}

function Records({
  accountId,
  operation,
  reason,
  subjectOf,
}: Required<ReasonsProps> & { reason: OperationReason; subjectOf: (subjectId: string) => ReactNode }) {
  const { t } = useTranslation('operations')
  const records = useInfiniteQuery(reasonRecordsQuery(accountId, operation, reason))
  if (records.error) return <ProblemAlert problem={records.error} retry={records.refetch} />
  if (!records.data) return <Skeleton height={60} my={4} />
  return (
    <Stack gap={4} my={6} pl="md" mah={260} style={{ overflowY: 'auto' }}>
      {records.data.pages
        .flatMap(({ items }) => items)
        .map(({ subjectId, message }) => (
          <div key={subjectId}>
            {subjectOf(subjectId)}
            {!reason.alike && (
              <Text size="sm" c="dimmed">
                {message}
              </Text>
            )}
          </div>
        ))}
      {records.hasNextPage && (
        <Button
          size="compact-sm"
          variant="default"
          style={{ alignSelf: 'flex-start', flexShrink: 0 }}
          loading={records.isFetchingNextPage}
          onClick={() => void records.fetchNextPage()}
        >
          {t('reasonNext')}
        </Button>
      )}
    </Stack>
  )
}
