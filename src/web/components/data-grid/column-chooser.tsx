import { Button, FocusTrap, Skeleton } from '@mantine/core'
import { IconColumns3 } from '@tabler/icons-react'
import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PopoverButton } from '#web/components/popover-button.tsx'
import { lazy } from '#web/lib/lazy.ts'
import type { NamedColumn } from './columns.ts'
import type { GridLayoutControl } from './use-grid-layout.ts'

// Loaded when somebody lays a list out.
const ColumnChoices = lazy(async () => ({ default: (await import('./column-choices.tsx')).ColumnChoices }))

interface ColumnChooserProps {
  columns: NamedColumn[]
  control: GridLayoutControl
}

/** A button that lays out a list, which follows at once. */
export function ColumnChooser({ columns, control }: ColumnChooserProps) {
  const { t } = useTranslation()
  const [opened, setOpened] = useState(false)
  return (
    <PopoverButton
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      withinPortal={false}
      shadow="md"
      transitionProps={{ duration: 100 }}
      button={
        <Button variant="default" leftSection={<IconColumns3 size={16} aria-hidden />}>
          {t('grid.columns')}
        </Button>
      }
      box={{ miw: 280, p: 8, 'aria-label': t('grid.columns') }}
    >
      <Suspense fallback={<Skeleton height={320} />}>
        <FocusTrap>
          <div>
            <ColumnChoices columns={columns} control={control} />
          </div>
        </FocusTrap>
      </Suspense>
    </PopoverButton>
  )
}
