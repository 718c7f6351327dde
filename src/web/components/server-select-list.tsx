import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type FocusEvent, type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { NoOption } from './no-option.tsx'
import type { ServerSelectProps } from './server-select.tsx'

/** A line of the list that is no choice: typing brings those that are not listed. */
const more = 'more'

/** A field and the choices that match what is typed into it. Enter takes the first and never sends the form. */
export function ServerSelectList(given: ServerSelectProps) {
  const { chosen, onChange, ask, clearLabel, moreMessage, ...props } = given
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed.trim(), 200)
  const { data, isFetching, error } = useQuery({
    ...ask(search === '' ? undefined : search),
    placeholderData: keepPreviousData,
  })
  const found = data?.choices ?? []
  // What is chosen is always there, so that the field can name it; the list hides it while something else is typed.
  const isFound = found.some(({ value }) => value === chosen?.value)
  const choices = [
    ...(chosen && !isFound ? [chosen] : []),
    ...found,
    ...(data?.hasMore ? [{ value: more, label: moreMessage, disabled: true }] : []),
  ]
  const hidden = typed !== '' && !isFound ? chosen?.value : undefined

  const box = useRef<HTMLInputElement>(null)
  // A frame later, when the list has got the id by which its field names it, and which is told when it opens.
  useEffect(() => {
    const frame = requestAnimationFrame(() => box.current?.focus())
    return () => cancelAnimationFrame(frame)
  }, [])

  function change(text: string) {
    // The name of what is chosen stands in the field without having been typed.
    setTyped(choices.some(({ label }) => label === text) ? '' : text)
  }

  function whyEmpty(): ReactNode {
    if (isFetching) return t('loading')
    return <NoOption>{error ? error.message : props.nothingFoundMessage}</NoOption>
  }

  return (
    <Select
      {...props}
      ref={box}
      data={choices}
      value={chosen?.value ?? null}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': clearLabel, tabIndex: 0 }}
      allowDeselect={false}
      // What comes from the server matches already.
      filter={({ options }) => options.filter((option) => !('value' in option && option.value === hidden))}
      onSearchChange={change}
      nothingFoundMessage={whyEmpty()}
      attributes={{ options: { 'aria-busy': isFetching } }}
      withScrollArea={false}
      styles={{ options: { maxHeight: 260, overflowY: 'auto' } }}
      // The list is there before it opens: of a later one the field would not know the id.
      comboboxProps={{ keepMounted: true, withinPortal: false, preventPositionChangeWhenVisible: false }}
      onFocus={(event: FocusEvent<HTMLInputElement>) => event.currentTarget.select()}
      onKeyDown={(event: KeyboardEvent<HTMLInputElement>) => {
        if (event.key === 'Enter') event.preventDefault()
      }}
      onChange={onChange}
    />
  )
}
