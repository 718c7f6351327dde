import { Button, Text } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import {
  IconChevronDown,
  IconDeviceMobileDown,
  IconFileExport,
  IconSend,
  IconWand,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '#web/components/action-button.tsx'
import { type SelectionControl, selectedCount } from '#web/components/data-grid/selection.ts'
import { SelectionBar as Bar } from '#web/components/data-grid/selection-bar.tsx'
import { MenuButton } from '#web/components/menu-button.tsx'
import { ActItem, useWhyNot } from '../../deployments/web/act-menu.tsx'
import type { Act } from '../../deployments/web/api.ts'
import type { Subscriber } from '../schema.ts'

interface SelectionBarProps {
  control: SelectionControl
  /** How many match; undefined while they are counted. */
  total: number | undefined
  /** The rows loaded so far. */
  rows: Subscriber[]
  onAct: (act: Act) => void
  onExport: () => void
}

const buttons = [
  { act: 'deploy', icon: IconSend },
  { act: 'autoDeploy', icon: IconWand },
  { act: 'force', icon: IconDeviceMobileDown },
] as const
const others = ['synchronise', 'generatePins', 'assignPeople', 'delete'] as const

/** What can be done with the selected (CD-4). */
export function SelectionBar({ control, total, rows, onAct, onExport }: SelectionBarProps) {
  const { t } = useTranslation('subscribers')
  const { t: tAct } = useTranslation('deployments')
  const { selection } = control
  const nothing = selectedCount(selection, total) === 0
  const chosen = selection.all ? undefined : rows.filter(({ id }) => selection.ids.has(id))
  const whyNot = useWhyNot(chosen, nothing)
  const wide = useMediaQuery('(min-width: 62em)', undefined, { getInitialValueInEffect: false })
  // Each act stands once: beside the menu where there is room, and else in it.
  const beside = wide ? buttons : buttons.slice(0, 1)
  const within = wide ? others : [...buttons.slice(1).map(({ act }) => act), ...others]

  return (
    <Bar
      control={control}
      total={total}
      totalInWords={(count) => t('count', { count })}
      shown={rows.map(({ id }) => id)}
    >
      {beside.map(({ act, icon: Shape }) => (
        <ActionButton
          key={act}
          size="xs"
          variant={act === 'deploy' ? 'filled' : 'default'}
          leftSection={<Shape size={15} aria-hidden />}
          because={whyNot(act)}
          onClick={() => onAct(act)}
        >
          {tAct(`act.${act}.name`)}
        </ActionButton>
      ))}
      <MenuButton
        position="bottom-start"
        width={300}
        button={
          <Button size="xs" variant="default" rightSection={<IconChevronDown size={14} aria-hidden />}>
            {tAct('more')}
          </Button>
        }
      >
        {(Menu) => (
          <>
            {within.map((act) => (
              <ActItem key={act} menu={Menu} act={act} because={whyNot(act)} onAct={onAct} />
            ))}
            <Menu.Divider />
            <Menu.Item
              leftSection={<IconFileExport size={16} aria-hidden />}
              aria-disabled={nothing || undefined}
              aria-description={nothing ? tAct('needsSelection') : undefined}
              closeMenuOnClick={!nothing}
              onClick={nothing ? undefined : onExport}
              c={nothing ? 'dimmed' : undefined}
            >
              {t('export.name')}
              <Text size="xs" c="dimmed">
                {nothing ? tAct('needsSelection') : t('export.hint')}
              </Text>
            </Menu.Item>
          </>
        )}
      </MenuButton>
    </Bar>
  )
}
