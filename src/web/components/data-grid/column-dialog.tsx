import { Button, Group, Modal } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ColumnChoices } from './column-choices.tsx'
import type { NamedColumn } from './columns.ts'
import { type GridLayoutControl, useLayoutDraft } from './use-grid-layout.ts'

interface ColumnDialogProps {
  columns: NamedColumn[]
  control: GridLayoutControl
  opened: boolean
  onClose: () => void
}

/** Lays out a list by *OK*, and not before. */
export function ColumnDialog({ opened, onClose, ...choice }: ColumnDialogProps) {
  const { t } = useTranslation()
  return (
    <Modal opened={opened} onClose={onClose} title={t('grid.showHide')} size="sm">
      <Draft {...choice} onClose={onClose} />
    </Modal>
  )
}

/** Begins anew with each opening. */
function Draft({ columns, control, onClose }: Omit<ColumnDialogProps, 'opened'>) {
  const { t } = useTranslation()
  const draft = useLayoutDraft(control)

  function take() {
    control.keep(draft.layout)
    onClose()
  }

  return (
    <>
      <ColumnChoices columns={columns} control={draft} />
      <Group justify="flex-end" gap="xs" mt="md">
        <Button variant="default" onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button onClick={take}>{t('grid.take')}</Button>
      </Group>
    </>
  )
}
