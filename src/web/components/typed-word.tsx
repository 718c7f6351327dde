import { TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'

interface TypedWordProps {
  word: string
  value: string
  onChange: (value: string) => void
  onEnter: () => void
}

/** The word that has to be typed before something is done that cannot be undone. It takes the focus of its dialog. */
export function TypedWord({ word, value, onChange, onEnter }: TypedWordProps) {
  const { t } = useTranslation()
  return (
    <TextInput
      label={t('typed.label', { word })}
      data-autofocus
      autoComplete="off"
      autoCapitalize="off"
      spellCheck={false}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onEnter()
      }}
    />
  )
}

/** Whether the word was typed; spaces around it and capitals do not count. */
export function isTyped(value: string, word: string): boolean {
  return value.trim().toLowerCase() === word.toLowerCase()
}
