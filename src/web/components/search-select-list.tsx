import { Select } from '@mantine/core'
import { type FocusEvent, type KeyboardEvent, useEffect, useRef } from 'react'
import { NoOption } from './no-option.tsx'
import type { SearchSelectProps } from './search-select.tsx'

interface SearchSelectListProps extends SearchSelectProps {
  /** It was gone to: it takes the focus, and opens. */
  focusAtOnce: boolean
}

/**
 * A field and its list. What is typed takes the place of the chosen one's name; Enter takes the first that matches and never sends the form. At
 * most 300 are drawn at a time.
 */
export function SearchSelectList({ focusAtOnce, withinPortal = false, ...props }: SearchSelectListProps) {
  const box = useRef<HTMLInputElement>(null)
  // A frame later, when the list has got the id by which its field names it, and which is told when it opens.
  useEffect(() => {
    if (!focusAtOnce) return
    const frame = requestAnimationFrame(() => box.current?.focus())
    return () => cancelAnimationFrame(frame)
  }, [focusAtOnce])

  return (
    <Select
      ref={box}
      searchable
      selectFirstOptionOnChange
      allowDeselect={false}
      limit={300}
      // The list itself scrolls, as one that belongs to its field. It finds its place anew when a message appears above it.
      withScrollArea={false}
      styles={{ options: { maxHeight: 260, overflowY: 'auto' } }}
      // The list is there before it opens: of a later one the field would not know the id.
      comboboxProps={{ keepMounted: true, withinPortal, preventPositionChangeWhenVisible: false }}
      onFocus={(event: FocusEvent<HTMLInputElement>) => event.currentTarget.select()}
      onKeyDown={(event: KeyboardEvent<HTMLInputElement>) => {
        if (event.key === 'Enter') event.preventDefault()
      }}
      {...props}
      nothingFoundMessage={<NoOption>{props.nothingFoundMessage}</NoOption>}
    />
  )
}
