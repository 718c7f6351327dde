import { Button, Group, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Fault } from './faults.ts'

interface FaultListProps {
  faults: Fault[]
  field: Fault['field']
  onGo: (field: Fault['field'], index: number) => void
}

/** The faults of one text below it, each with a way to its place. */
export function FaultList({ faults, field, onGo }: FaultListProps) {
  const { t } = useTranslation('email')
  return (
    <div aria-live="polite">
      {faults
        .filter((fault) => fault.field === field)
        .map(({ message, place }) => (
          <Group key={message} gap="xs" wrap="nowrap" align="flex-start" mb={4}>
            <Text size="sm" c="var(--mantine-color-error)" flex={1}>
              {message}
            </Text>
            {place && (
              <Button size="compact-xs" variant="default" onClick={() => onGo(field, place.index)}>
                {t('goTo', { line: place.line })}
              </Button>
            )}
          </Group>
        ))}
    </div>
  )
}
