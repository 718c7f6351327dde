import { NativeSelect, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { locationsQuery } from '#features/accounts/locations/web/api.ts'
import type { Account } from '#features/accounts/schema.ts'
import { languageChoices, languageName } from '#features/accounts/web/choices.ts'
import { FieldGroup, FieldPair } from '#web/components/form/field-group.tsx'
import type { Fields } from '#web/components/form/use-fields.ts'
import { LockedField } from '#web/components/locked-field.tsx'
import { useWrittenNumber } from '#web/components/use-written-number.ts'
import type { User } from '../schema.ts'
import { useParts } from './parts-above.ts'
import { LocationField } from './person-location-field.tsx'
import { fullName } from './person-name.ts'
import { PhoneField } from './person-phone-field.tsx'
import type { PersonValues } from './person-values.ts'

interface PersonFieldsProps {
  account: Account
  form: Fields<PersonValues>
  /** undefined: a new one. */
  user: User | undefined
  /** Chooses the role: a switch where somebody is added, a list where they are edited (UA-13). */
  role: ReactNode
}

/** The fields of a person in their groups. What cannot be changed here is text with a lock and the reason (UA-40, UA-41). */
export function PersonFields({ account, form, user, role }: PersonFieldsProps) {
  const { t, i18n } = useTranslation(['person', 'users'])
  const { smsNumberFieldOf } = useParts()
  const { data: locations = [] } = useQuery(locationsQuery(account.id))
  const mobile = useWrittenNumber((user?.owners.mobile && user.mobile) || '')
  const smsNumber = useWrittenNumber((user?.owners.smsNumber && user.smsNumber) || '')
  const whyLocked = (owner: string | undefined, otherwise: string) =>
    owner === undefined ? otherwise : t('locked.owned', { owner })

  /** A field that a source owns; undefined where none does. */
  function owned(field: 'email' | 'mobile' | 'smsNumber' | 'role' | 'locationId' | 'language') {
    const owner = user?.owners[field]
    if (user === undefined || owner === undefined) return undefined
    const values = {
      email: user.email,
      mobile,
      smsNumber,
      role: t(`users:role.${user.role}`),
      locationId: locations.find(({ id }) => id === user.locationId)?.name,
      language: user.language && languageName(user.language, i18n.language),
    }
    const why = t('locked.owned', { owner })
    return <LockedField label={t(`users:field.${field}`)} value={values[field] || t('none')} why={why} />
  }

  return (
    <>
      <FieldGroup title={t('group.person')}>
        {user ? (
          <FieldPair>
            <LockedField
              label={t('field.name')}
              value={fullName(user)}
              why={whyLocked(user.owners.lastName ?? user.owners.firstName, t('locked.name'))}
            />
            <LockedField
              label={t('users:field.extension')}
              value={user.extension ?? t('none')}
              why={whyLocked(user.owners.extension, t('locked.extension'))}
            />
          </FieldPair>
        ) : (
          <FieldPair>
            <TextInput required label={t('users:field.firstName')} {...form.getInputProps('firstName')} />
            <TextInput required label={t('users:field.lastName')} {...form.getInputProps('lastName')} />
          </FieldPair>
        )}
        {owned('email') ?? (
          <TextInput
            required
            type="email"
            label={t('users:field.email')}
            description={t('help.email')}
            autoComplete="off"
            {...form.getInputProps('email')}
          />
        )}
        {owned('language') ?? (
          <NativeSelect
            label={t('users:field.language')}
            description={t('help.language')}
            data={[{ value: '', label: t('accountLanguage') }, ...languageChoices(i18n.language)]}
            {...form.getInputProps('language')}
          />
        )}
      </FieldGroup>
      <FieldGroup title={t('group.numbers')}>
        {owned('mobile') ?? <PhoneField form={form} country={account.country} />}
        {account.kind === 'customer' &&
          (owned('smsNumber') ??
            smsNumberFieldOf(account.id, {
              value: form.values.smsNumber,
              error: form.errors.smsNumber,
              onChange: (number) => form.setFieldValue('smsNumber', number),
            }))}
      </FieldGroup>
      <FieldGroup title={t('group.account')}>
        {owned('role') ?? role}
        {owned('locationId') ?? <LocationField accountId={account.id} form={form} />}
      </FieldGroup>
    </>
  )
}
