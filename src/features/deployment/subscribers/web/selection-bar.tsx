import { Button, Group, Text } from '@mantine/core'
import { IconSend } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '#web/components/action-button.tsx'
import { type SelectionControl, selectedCount } from '#web/components/data-grid/selection.ts'
import classes from './selection-bar.module.css'

interface SelectionBarProps {
  control: SelectionControl
  /** How many match; undefined while they are counted. */
  total: number | undefined
  /** The rows loaded so far. */
  shownIds: string[]
  onDeploy: () => void
}

/** How many are selected, and what can be done with them (CD-4). It always stands there, so that nothing jumps when rows are selected. */
export function SelectionBar({ control, total, shownIds, onDeploy }: SelectionBarProps) {
  const { t } = useTranslation('subscribers')
  const { t: tDeploy } = useTranslation('deployments')
  const { selection, select, selectNone } = control
  const count = selectedCount(selection, total)
  const whole = selection.all && selection.except.size === 0
  const nothing = count === 0

  function words(): string {
    if (nothing) return total === undefined ? t('counting') : t('count', { count: total })
    if (count === undefined) return t('selectedAllUncounted')
    return whole ? t('selectedAll', { count }) : t('selected', { count })
  }

  return (
    <Group gap="sm" className={classes.bar} data-active={!nothing || undefined}>
      <ActionButton
        size="xs"
        leftSection={<IconSend size={15} aria-hidden />}
        because={nothing ? tDeploy('needsSelection') : undefined}
        onClick={onDeploy}
      >
        {tDeploy('deploy')}
      </ActionButton>
      <Text size="sm" fw={nothing ? 400 : 600} aria-live="polite">
        {words()}
      </Text>
      {whole && total !== undefined && shownIds.length < total && (
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={() => select({ all: false, ids: new Set(shownIds) })}
        >
          {t('onlyShown', { count: shownIds.length })}
        </Button>
      )}
      {!nothing && (
        <Button size="compact-sm" variant="subtle" onClick={selectNone}>
          {t('selectNone')}
        </Button>
      )}
    </Group>
  )
}
