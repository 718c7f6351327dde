import { Text, Textarea } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import classes from './paste-field.module.css'
import type { PastedCells } from './pasted.ts'

interface PasteFieldProps {
  text: string
  shape: PastedCells
  onText: (text: string) => void
}

/** Takes the cells of a sheet from the clipboard, and says what was understood of them. */
export function PasteField({ text, shape, onText }: PasteFieldProps) {
  const { t } = useTranslation('imports')
  const { header, rows } = shape
  return (
    <div>
      <Textarea
        label={t('paste')}
        description={t('pasteHelp')}
        rows={9}
        wrap="off"
        spellCheck={false}
        autoComplete="off"
        classNames={{ input: classes.cells }}
        value={text}
        onChange={(event) => onText(event.currentTarget.value)}
      />
      <div aria-live="polite">
        {rows > 0 && (
          <Text size="sm" mt="xs" className={classes.understood}>
            <IconCircleCheck size={16} aria-hidden className={classes.tick} />
            <strong>{t('pasted', { count: rows, columns: header.length })}</strong>
          </Text>
        )}
        {rows > 0 && (
          <Text size="sm" c="dimmed" lineClamp={2}>
            {t('pastedColumns', { names: header.join(' · ') })}
          </Text>
        )}
      </div>
    </div>
  )
}
