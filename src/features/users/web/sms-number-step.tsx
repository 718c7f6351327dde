import { Button, Group, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { accountQuery } from '#features/accounts/web/api.ts'
import type { FilterStepsProps } from './filter-steps.tsx'

/** UA-20: an SMS number, written as the reader or the account dials it, and the button that looks for its person. */
export function SmsNumberStep({ accountId, search, onChosen }: FilterStepsProps) {
  const { t } = useTranslation('users')
  const [number, setNumber] = useState(search.smsNumber ?? '')
  const [fault, setFault] = useState<'smsNumberMissing' | 'smsNumberNone'>()
  const queries = useQueryClient()

  async function apply(event: FormEvent) {
    event.preventDefault()
    if (number.trim() === '') return setFault('smsNumberMissing')
    // How numbers are dialled in each country is more script than the page.
    const smsNumber = await Promise.all([
      import('./person-phone.ts'),
      import('#web/components/written-number.ts'),
      queries.ensureQueryData(accountQuery(accountId)),
    ]).then(
      ([{ soughtNumber }, { homeCountry }, { country }]) => soughtNumber(number, [homeCountry, country]),
      // On a broken line the list asks with what was typed, and says what is wrong.
      () => number.trim(),
    )
    if (smsNumber === undefined) setFault('smsNumberNone')
    else onChosen({ smsNumber })
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
          error={fault && t(`filter.${fault}`)}
          onChange={(event) => {
            setNumber(event.currentTarget.value)
            setFault(undefined)
          }}
        />
        <Button type="submit">{t('filter.apply')}</Button>
      </Group>
    </form>
  )
}
