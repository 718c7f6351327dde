import { Button, Menu } from '@mantine/core'
import { IconColumns3 } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { GridColumn } from './columns.ts'

interface ColumnChooserProps<Row> {
  columns: GridColumn<Row>[]
  hidden: string[]
  onChange: (hidden: string[]) => void
}

/** Shows and hides columns; the first one names the row and always stays. */
export function ColumnChooser<Row>({ columns, hidden, onChange }: ColumnChooserProps<Row>) {
  const { t } = useTranslation()
  return (
    // Without the placeholder and the portal, assistive technology meets nothing in the menu but its items.
    <Menu
      closeOnItemClick={false}
      withinPortal={false}
      withInitialFocusPlaceholder={false}
      position="bottom-end"
    >
      <Menu.Target>
        <Button variant="default" leftSection={<IconColumns3 size={16} aria-hidden />}>
          {t('grid.columns')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {columns.slice(1).map(({ id, header }) => (
          <Menu.CheckboxItem
            key={id}
            checked={!hidden.includes(id)}
            onChange={(shown) => onChange(shown ? hidden.filter((other) => other !== id) : [...hidden, id])}
          >
            {header}
          </Menu.CheckboxItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
