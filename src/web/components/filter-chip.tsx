import { ActionIcon, Group, Text } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import classes from './filter-chip.module.css'

/** A filter that is on, with a way to take it off. */
export function FilterChip({
  property,
  value,
  onRemove,
}: {
  property: string
  value: string
  onRemove: () => void
}) {
  const { t } = useTranslation()
  return (
    <Group gap={2} wrap="nowrap" className={classes.chip}>
      <Text size="sm" span>
        {property}:{' '}
        <strong>
          <bdi>{value}</bdi>
        </strong>
      </Text>
      <ActionIcon
        size={24}
        variant="transparent"
        color="gray"
        onClick={onRemove}
        aria-label={t('filter.remove', { filter: `${property}: ${value}` })}
      >
        <IconX size={14} aria-hidden />
      </ActionIcon>
    </Group>
  )
}
