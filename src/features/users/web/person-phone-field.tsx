import { TextInput } from '@mantine/core'
import { IconSelector } from '@tabler/icons-react'
import { Suspense, startTransition, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countryName } from '#features/accounts/web/choices.ts'
import { FieldPair } from '#web/components/form/field-group.tsx'
import type { Fields } from '#web/components/form/use-fields.ts'
import { numberRulesAtHand } from '#web/components/number-rules.ts'
import { lazy } from '#web/lib/lazy.ts'
import type { PersonValues } from './person-values.ts'

const loadInputs = () => import('./person-phone-inputs.tsx')
const PhoneInputs = lazy(async () => ({ default: (await loadInputs()).PhoneInputs }))

interface PhoneFieldProps {
  form: Fields<PersonValues>
  /** The account's own, which is offered first. */
  country: string
}

/**
 * Country code and mobile number (UA-11). Until they are first gone to, they are drawn with the number as the list has written it, or as it is
 * stored where there was no list: the countries and their rules are loaded then, or with the first letter typed in the form: a key pressed here without
 * them would be lost.
 */
export function PhoneField({ form, country }: PhoneFieldProps) {
  const { t, i18n } = useTranslation(['person', 'users'])
  const [wanted, setWanted] = useState<'country' | 'number'>()
  const { mobile } = form.values
  const shown = numberRulesAtHand()?.(mobile)?.shown ?? mobile
  const typing = form.isDirty()
  useEffect(() => {
    // Where it fails, the first focus asks again, and says so.
    if (typing) void loadInputs().catch(() => undefined)
  }, [typing])
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
            value={shown}
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
