import { NativeSelect, TextInput } from '@mantine/core'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { FieldGroup, FieldPair } from '#web/components/form/field-group.tsx'
import type { Fields } from '#web/components/form/use-fields.ts'
import { SearchSelect } from '#web/components/search-select.tsx'
import type { AccountDetailValues, AccountValues } from './account-values.ts'
import { countryChoices, languageChoices, timeZoneChoices } from './choices.ts'

interface AccountFieldsProps<Values extends AccountValues> {
  form: Fields<Values>
  /** The time zone the account has: shown also when this browser does not list it. */
  timeZone: string | null
  /** A partner sends no e-mails to users, so what they say of its fields is not told. */
  isPartner?: boolean
}

/** Name, country, time zone and language of an account. */
export function AccountFields<Values extends AccountValues>({
  form,
  timeZone,
  isPartner = false,
}: AccountFieldsProps<Values>) {
  const { t, i18n } = useTranslation('accounts')
  const countries = useMemo(() => countryChoices(i18n.language), [i18n.language])
  const timeZones = useMemo(
    () => timeZoneChoices(timeZone).map((zone) => ({ value: zone, label: zone })),
    [timeZone],
  )
  const helpOf = (field: 'name' | 'timeZone' | 'language') =>
    isPartner ? {} : { description: t(`help.${field}`) }
  return (
    <>
      <TextInput
        label={t('field.name')}
        {...helpOf('name')}
        required
        data-autofocus
        {...form.getInputProps('name')}
      />
      <FieldPair>
        <SearchSelect
          label={t('field.country')}
          data={countries}
          nothingFoundMessage={t('noMatch')}
          withinPortal
          required
          {...form.getInputProps('country')}
          value={form.values.country}
        />
        <SearchSelect
          label={t('field.timeZone')}
          {...helpOf('timeZone')}
          data={timeZones}
          nothingFoundMessage={t('noMatch')}
          withinPortal
          {...form.getInputProps('timeZone')}
          value={form.values.timeZone}
        />
      </FieldPair>
      <NativeSelect
        label={t('field.language')}
        {...helpOf('language')}
        data={languageChoices(i18n.language)}
        {...form.getInputProps('language')}
      />
    </>
  )
}

/** What an account is known and reached by. */
export function AccountDetailFields<Values extends AccountValues>({ form }: { form: Fields<Values> }) {
  const { t } = useTranslation('accounts')
  const of = (field: keyof AccountDetailValues) => ({
    label: t(`field.${field}`),
    ...form.getInputProps(field),
  })
  return (
    <>
      <FieldGroup title={t('group.business')}>
        <FieldPair>
          <TextInput {...of('customerNumber')} />
          <TextInput {...of('businessType')} />
        </FieldPair>
      </FieldGroup>
      <FieldGroup title={t('group.address')}>
        <TextInput {...of('street')} />
        <FieldPair>
          <TextInput {...of('postalCode')} />
          <TextInput {...of('city')} />
        </FieldPair>
        <TextInput {...of('region')} />
      </FieldGroup>
      <FieldGroup title={t('group.support')} lead={t('help.support')}>
        <TextInput {...of('supportContactName')} />
        <FieldPair>
          <TextInput type="email" {...of('supportContactEmail')} />
          <TextInput type="tel" {...of('supportContactPhone')} />
        </FieldPair>
      </FieldGroup>
    </>
  )
}
