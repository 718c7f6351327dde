import { TextInput } from '@mantine/core'
import { IconSelector } from '@tabler/icons-react'
import { Suspense, startTransition, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countryName } from '#features/accounts/web/choices.ts'
import { FieldPair } from '#web/components/form/field-group.tsx'
import type { Fields } from '#web/components/form/use-fields.ts'
import { lazy } from '#web/lib/lazy.ts'
import type { PersonValues } from './person-values.ts'

const PhoneInputs = lazy(async () => ({ default: (await import('./person-phone-inputs.tsx')).PhoneInputs }))

interface PhoneFieldProps {
  form: Fields<PersonValues>
  /** The account's own, which is offered first. */
  country: string
}

/**
 * Country code and mobile number (UA-11). Until they are first gone to, they are drawn with the number as it is stored: the countries and
 * their rules are loaded then.
 */
export function PhoneField({ form, country }: PhoneFieldProps) {
  const { t, i18n } = useTranslation(['person', 'users'])
  const [wanted, setWanted] = useState<'country' | 'number'>()
  const { mobile } = form.values
  // They stay, and keep the focus, until the others are there.
  const want = (part: 'country' | 'number') => () => startTransition(() => setWanted(part))
  return (
    <Suspense>
      {wanted ? (
        <PhoneInputs form={form} country={country} focus={wanted} />
      ) : (
        <FieldPair>
          <TextInput
            label={t('field.country')}
            value={mobile === '' ? countryName(country, i18n.language) : t('help.countryInNumber')}
            readOnly
            role="combobox"
            aria-expanded={false}
            aria-haspopup="listbox"
            rightSection={<IconSelector size={16} stroke={1.5} aria-hidden />}
            onFocus={want('country')}
          />
          <TextInput
            type="tel"
            label={t('users:field.mobile')}
            description={mobile === '' ? t('help.mobile') : t('help.mobileAs', { number: mobile })}
            value={mobile}
            error={form.errors.mobile}
            data-path="mobile"
            readOnly
            onFocus={want('number')}
          />
        </FieldPair>
      )}
    </Suspense>
  )
}
