import { ActionIcon } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import { useId, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Hint } from './hint.tsx'

interface InfoMarkProps {
  /** The word that it stands beside. */
  term: string
  /** What the word means, in a sentence. */
  text: string
}

/** A mark beside a term of the trade: says what it means to the pointer, the keyboard and a screen reader. */
export function InfoMark({ term, text }: InfoMarkProps) {
  const { t } = useTranslation()
  const id = useId()
  const box = useRef<HTMLButtonElement>(null)
  return (
    <>
      <ActionIcon
        ref={box}
        type="button"
        variant="subtle"
        color="gray"
        size={24}
        aria-label={t('whatIs', { term })}
        aria-describedby={id}
      >
        <IconInfoCircle size={15} aria-hidden />
      </ActionIcon>
      <span id={id} hidden>
        {text}
      </span>
      <Hint of={box} text={text} />
    </>
  )
}
