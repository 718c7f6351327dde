import { Button, List, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Operation, OperationItem } from '#features/operations/schema.ts'
import { operationItemsQuery } from '#features/operations/web/api.ts'

interface ToldRecordsProps {
  accountId: string
  operation: Operation
  outcome: OperationItem['outcome']
  title: string
}

/** The records of an operation with one outcome, each in the sentence that says why. */
export function ToldRecords({ accountId, operation, outcome, title }: ToldRecordsProps) {
  const { t } = useTranslation('imports')
  const list = useInfiniteQuery(operationItemsQuery(accountId, operation.id, outcome))
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <div>
      <Text size="sm" fw={600} mb={4}>
        {title}
      </Text>
      <List size="sm" spacing={4} mah={260} style={{ overflowY: 'auto' }} tabIndex={0}>
        {items.map(({ subjectId, message }) => (
          <List.Item key={subjectId}>{message}</List.Item>
        ))}
      </List>
      {list.hasNextPage && (
        <Button
          size="compact-sm"
          variant="subtle"
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {t('earlier.more')}
        </Button>
      )}
    </div>
  )
}
