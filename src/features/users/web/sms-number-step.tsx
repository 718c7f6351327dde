import { Button, Group, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FilterStepsProps } from './filter-steps.tsx'

/** An SMS number, written in any way, and the button that looks for its person. */
export function SmsNumberStep({ search, onChosen }: FilterStepsProps) {
  const { t } = useTranslation('users')
  const [number, setNumber] = useState(search.smsNumber ?? '')
  const [missing, setMissing] = useState(false)

  function apply(event: FormEvent) {
    event.preventDefault()
    if (number.trim() === '') setMissing(true)
    else onChosen({ smsNumber: number.trim() })
  }

  return (
    <form onSubmit={apply} noValidate>
      <Group p={6} gap="xs" align="flex-start" wrap="nowrap">
        <TextInput
          flex={1}
          type="tel"
          data-autofocus
          aria-label={t('filter.smsNumberOf')}
          placeholder={t('filter.smsNumberOf')}
          maxLength={40}
          value={number}
          error={missing && t('filter.smsNumberMissing')}
          onChange={(event) => {
            setNumber(event.currentTarget.value)
            setMissing(false)
          }}
        />
        <Button type="submit">{t('filter.apply')}</Button>
      </Group>
    </form>
  )
}
