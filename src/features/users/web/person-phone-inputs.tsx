import { TextInput } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FieldPair } from '#web/components/form/field-group.tsx'
import type { Fields } from '#web/components/form/use-fields.ts'
import { SearchSelectList } from '#web/components/search-select-list.tsx'
import {
  callingCodeChoices,
  heldPhone,
  savedPhone,
  settledPhone,
  type TypedPhone,
  typedPhone,
} from './person-phone.ts'
import type { PersonValues } from './person-values.ts'

interface PhoneInputsProps {
  form: Fields<PersonValues>
  country: string
  /** Which of the two was gone to. */
  focus: 'country' | 'number'
}

/** Country code and mobile number, to be changed; what will be stored is said while it is typed. */
export function PhoneInputs({ form, country, focus }: PhoneInputsProps) {
  const { t, i18n } = useTranslation(['person', 'users'])
  const choices = useMemo(() => callingCodeChoices(i18n.language, country), [i18n.language, country])
  const [typed, setTyped] = useState(() => typedPhone(form.values.mobile, country))
  const saved = savedPhone(typed)

  function change(next: TypedPhone) {
    setTyped(next)
    form.setFieldValue('mobile', heldPhone(next))
  }

  return (
    <FieldPair>
      <SearchSelectList
        label={t('field.country')}
        data={choices}
        nothingFoundMessage={t('noMatch')}
        value={typed.country}
        focusAtOnce={focus === 'country'}
        onChange={(chosen) => change({ ...typed, country: chosen })}
      />
      <TextInput
        type="tel"
        label={t('users:field.mobile')}
        description={saved ? t('help.mobileAs', { number: saved }) : t('help.mobile')}
        autoComplete="off"
        autoFocus={focus === 'number'}
        value={typed.number}
        error={form.errors.mobile}
        data-path="mobile"
        onChange={(event) => change({ ...typed, number: event.currentTarget.value })}
        onBlur={() => {
          setTyped(settledPhone)
          void form.validateField('mobile')
        }}
      />
    </FieldPair>
  )
}
