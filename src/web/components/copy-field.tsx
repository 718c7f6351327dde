import { ActionIcon, CopyButton, TextInput, type TextInputProps } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

interface CopyFieldProps extends Pick<TextInputProps, 'description' | 'flex'> {
  label: string
  value: string
}

/** A text that is taken from here and pasted elsewhere, letter by letter. */
export function CopyField({ label, value, ...field }: CopyFieldProps) {
  const { t } = useTranslation()
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <TextInput
          {...field}
          label={label}
          value={value}
          readOnly
          spellCheck={false}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          onFocus={(event) => event.currentTarget.select()}
          rightSection={
            <ActionIcon
              variant="subtle"
              color={copied ? 'teal' : 'gray'}
              aria-label={t(copied ? 'copy.done' : 'copy.field', { field: label })}
              onClick={copy}
            >
              {copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
            </ActionIcon>
          }
        />
      )}
    </CopyButton>
  )
}
