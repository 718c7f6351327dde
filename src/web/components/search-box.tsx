import { CloseButton, Kbd, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useKeys } from '#web/lib/keys.ts'
import { Hint } from './hint.tsx'

interface SearchBoxProps {
  label: string
  value: string | undefined
  onSearch: (search: string | undefined) => void
  /** Why nothing can be searched for now; what was typed stays to be seen. */
  because?: string | undefined
}

/** Searches while typing; `/` goes to it, Escape clears it and then leaves it, and down leads to what was found. The address follows a moment later, so that *Back* does not walk letter by letter. */
export function SearchBox({ label, value = '', onSearch, because }: SearchBoxProps) {
  const { t } = useTranslation()
  const refused = because !== undefined
  const box = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(value)
  const told = useRef(value)
  const tell = useDebouncedCallback((next: string) => {
    told.current = next.trim()
    onSearch(told.current === '' ? undefined : told.current)
  }, 200)

  // The address changed otherwise (Back, a cleared filter): the box shows it, unless it is our own echo.
  useEffect(() => {
    if (value === told.current) return
    told.current = value
    setText(value)
  }, [value])

  useKeys({ '/': () => box.current?.focus() })

  function change(next: string) {
    setText(next)
    tell(next)
  }

  function press(event: KeyboardEvent<HTMLInputElement>) {
    if (event.key !== 'Escape' || refused) return
    // What lies beside the list stays open.
    event.preventDefault()
    if (text === '') box.current?.blur()
    else change('')
  }

  const end =
    text === '' ? (
      // A phone has no such key.
      <Kbd size="xs" aria-hidden visibleFrom="xs">
        /
      </Kbd>
    ) : (
      <CloseButton size="sm" aria-label={t('filter.clearSearch')} onClick={() => change('')} />
    )
  return (
    <>
      <TextInput
        ref={box}
        type="search"
        aria-label={label}
        placeholder={label}
        value={text}
        onChange={(event) => change(event.currentTarget.value)}
        onKeyDown={press}
        leftSection={<IconSearch size={16} aria-hidden />}
        rightSection={refused ? undefined : end}
        w={{ base: '100%', xs: 300 }}
        maxLength={200}
        // It looks disabled and can be reached all the same, or nobody at the keyboard would be told why.
        readOnly={refused}
        data-disabled={refused || undefined}
        styles={refused ? { input: { opacity: 1, color: 'var(--mantine-color-dimmed)' } } : {}}
        aria-disabled={refused || undefined}
        aria-description={because}
      />
      <Hint of={box} text={because} />
    </>
  )
}
