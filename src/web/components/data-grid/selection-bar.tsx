import { Button, Group, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { type SelectionControl, selectedCount } from './selection.ts'
import classes from './selection-bar.module.css'

interface SelectionBarProps {
  control: SelectionControl
  /** How many match; undefined while they are counted. */
  total: number | undefined
  /** The same in words, such as *12 users*. */
  totalInWords: (total: number) => string
  /** The ids of the rows loaded so far. */
  shown: string[]
  /** What can be done with the selected. */
  children: ReactNode
}

/** How many are selected, and what can be done with them. It always stands there, so that nothing jumps when rows are selected. */
export function SelectionBar({ control, total, totalInWords, shown, children }: SelectionBarProps) {
  const { t } = useTranslation()
  const { selection, select, selectNone } = control
  const count = selectedCount(selection, total)
  const whole = selection.all && selection.except.size === 0
  const nothing = count === 0

  function words(): string {
    if (nothing) return total === undefined ? t('grid.counting') : totalInWords(total)
    if (count === undefined) return t('grid.selectedAllUncounted')
    return whole ? t('grid.selectedAll', { count }) : t('grid.selected', { count })
  }

  return (
    <Group gap="xs" className={classes.bar} data-active={!nothing || undefined}>
      {children}
      <Text size="sm" fw={nothing ? 400 : 600} aria-live="polite">
        {words()}
      </Text>
      {whole && total !== undefined && shown.length < total && (
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={() => select({ all: false, ids: new Set(shown) })}
        >
          {t('grid.onlyShown', { count: shown.length })}
        </Button>
      )}
      {!nothing && (
        <Button size="compact-sm" variant="subtle" onClick={selectNone}>
          {t('grid.selectNone')}
        </Button>
      )}
    </Group>
  )
}
