import { Button, FileButton, Stack, Text } from '@mantine/core'
import { IconFileSpreadsheet, IconFileUpload } from '@tabler/icons-react'
import { type DragEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './file-drop.module.css'

/** Kinds of files that can be read as a table; a browser knows some by their ending, some by their type. */
export const accepted =
  '.csv,.tsv,.txt,.xlsx,text/csv,text/tab-separated-values,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** Takes one file, dropped or chosen. */
export function FileDrop({ file, onFile }: { file: File | undefined; onFile: (file: File) => void }) {
  const { t, i18n } = useTranslation('imports')
  const [over, setOver] = useState(false)

  function hover(event: DragEvent, inside: boolean) {
    event.preventDefault()
    setOver(inside)
  }

  function drop(event: DragEvent) {
    hover(event, false)
    const [dropped] = event.dataTransfer.files
    if (dropped) onFile(dropped)
  }

  const Shape = file ? IconFileSpreadsheet : IconFileUpload
  return (
    // biome-ignore lint/a11y/useSemanticElements: a drop zone is no form control; the button inside does the same
    <div
      role="group"
      aria-label={t('file')}
      className={classes.zone}
      data-over={over || undefined}
      onDragOver={(event) => hover(event, true)}
      onDragLeave={(event) => hover(event, false)}
      onDrop={drop}
    >
      <Stack align="center" gap={6}>
        <Shape size={32} stroke={1.5} aria-hidden />
        <Text fw={600} aria-live="polite">
          {file ? file.name : t('drop')}
        </Text>
        <Text size="sm" c="dimmed" ta="center" maw={460}>
          {file
            ? `${new Intl.NumberFormat(i18n.language).format(Math.ceil(file.size / 1024))} kB`
            : t('hint')}
        </Text>
        <FileButton accept={accepted} onChange={(chosen) => chosen && onFile(chosen)}>
          {(button) => (
            <Button variant="default" size="xs" mt={4} {...button}>
              {file ? t('another') : t('choose')}
            </Button>
          )}
        </FileButton>
      </Stack>
    </div>
  )
}
