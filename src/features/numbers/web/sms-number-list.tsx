import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { type FocusEvent, type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { NoOption } from '#web/components/no-option.tsx'
import { written } from '#web/components/written-number.ts'
import type { SmsNumber } from '../schema.ts'
import { numbersQuery } from './api.ts'
import type { SmsNumberFieldProps } from './sms-number-field.tsx'

/** A line of the list that is no number: typing brings those that are not listed. */
const more = 'more'

/** The free numbers of the account, and the one that the person has. The server searches them: there may be thousands. */
export function SmsNumberList({ accountId, value, error, onChange }: SmsNumberFieldProps) {
  const { t } = useTranslation('numbers')
  // Nobody but this person has it, so it is not among those that are free.
  const [before] = useState(value)
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed.trim(), 200)
  const {
    data,
    isFetching,
    error: failure,
  } = useInfiniteQuery({
    ...numbersQuery(accountId, { search: search === '' ? undefined : search, free: true }),
    placeholderData: keepPreviousData,
  })
  const first = data?.pages[0]
  const listed = first?.items ?? []
  const own = [...new Set([before, value])].filter((each) => each !== '')
  // These are always there, so that the field can name what is chosen; the list hides them while something else is typed.
  const always = [
    { value: '', label: t('field.none') },
    ...own.map((number) => ({ value: number, label: shownOf(number) })),
  ]
  const hidden = always.filter(({ value, label }) => typed !== '' && !isMeant(typed, value, label))
  const choices = [
    ...always,
    ...listed.filter(({ number }) => !own.includes(number)).map(choiceOf),
    ...(first?.nextCursor ? [{ value: more, label: t('field.more'), disabled: true }] : []),
  ]

  const box = useRef<HTMLInputElement>(null)
  // A frame later, when the list has got the id by which its field names it, and which is told when it opens.
  useEffect(() => {
    const frame = requestAnimationFrame(() => box.current?.focus())
    return () => cancelAnimationFrame(frame)
  }, [])

  function change(text: string) {
    // The name of what is chosen stands in the field without having been typed.
    const isName = choices.some(({ label }) => label === text)
    setTyped(isName ? '' : text)
  }

  function whyEmpty(): ReactNode {
    if (isFetching) return t('loading', { ns: 'common' })
    const why = failure ? failure.message : t(search === '' ? 'field.noneFree' : 'field.noMatch')
    return <NoOption>{why}</NoOption>
  }

  return (
    <Select
      ref={box}
      label={t('field.label')}
      description={t('field.help')}
      data={choices}
      value={value}
      error={error}
      data-path="smsNumber"
      searchable
      allowDeselect={false}
      // What comes from the server matches already.
      filter={({ options }) =>
        options.filter((option) => !('value' in option && hidden.some(({ value }) => value === option.value)))
      }
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
      onChange={(chosen) => onChange(chosen ?? '')}
    />
  )
}

function shownOf(number: string): string {
  return written(number)?.shown ?? number
}

function isMeant(typed: string, number: string, label: string): boolean {
  const digits = typed.replace(/\D/g, '').replace(/^0+/, '')
  return (digits !== '' && number.includes(digits)) || label.toLowerCase().includes(typed.toLowerCase())
}

/** Twilio names a number after itself until somebody gives it another name. */
function choiceOf({ number, friendlyName }: SmsNumber): { value: string; label: string } {
  const shown = shownOf(number)
  const isNamed = !/^[\d\s()+.-]+$/.test(friendlyName)
  return { value: number, label: isNamed ? `${shown} · ${friendlyName}` : shown }
}
