import { Alert, NativeSelect, TextInput } from '@mantine/core'
import { IconInfoCircle, IconLock } from '@tabler/icons-react'
import { Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { languageChoices } from '#features/accounts/web/choices.ts'
import { FieldGroup, FieldPair } from '#web/components/form/field-group.tsx'
import { SecretField as Secret } from '#web/components/form/secret-field.tsx'
import type { Fields } from '#web/components/form/use-fields.ts'
import { lazy } from '#web/lib/lazy.ts'
import type { Profile } from '../../profiles/schema.ts'
import type { SecretField, Subscriber } from '../schema.ts'
import { PersonField } from './person-field.tsx'
import { SipPasswordField } from './sip-password-field.tsx'
import { randomPin, type SubscriberValues } from './subscriber-values.ts'

const ShowPin = lazy(async () => ({ default: (await import('./show-pin.tsx')).ShowPin }))

interface SubscriberFieldsProps {
  accountId: string
  form: Fields<SubscriberValues>
  subscriber: Subscriber | undefined
  profiles: Profile[]
  /** The client service user name has changed: softphones in use end with it (CD-12). */
  redeploys: boolean
}

type OpenField = Exclude<keyof SubscriberValues, SecretField>
type Helped =
  | 'email'
  | 'language'
  | 'directoryNumber'
  | 'pbxSipHost'
  | 'voicemailNumber'
  | 'clientServiceUserName'
  | 'profileId'
const helped = new Set<string>([
  'email',
  'language',
  'directoryNumber',
  'pbxSipHost',
  'voicemailNumber',
  'clientServiceUserName',
  'profileId',
])

/** The fields of a subscriber in their groups. What a component supplied is shown with a lock (MU-7). */
export function SubscriberFields({
  accountId,
  form,
  subscriber,
  profiles,
  redeploys,
}: SubscriberFieldsProps) {
  const { t, i18n } = useTranslation('subscribers')
  const profile = profiles.find(({ id }) => id === form.values.profileId)
  const standAlone = profile !== undefined && !profile.doNotDeploy && profile.mbgSipHost === null

  function of(field: OpenField) {
    const owned = subscriber?.owners[field] !== undefined
    const help = helped.has(field) ? t(`help.${field as Helped}`) : undefined
    return {
      label: t(`field.${field}`),
      description: owned ? t('owned') : help,
      ...(owned ? { readOnly: true, leftSection: <IconLock size={15} aria-hidden /> } : {}),
      ...form.getInputProps(field),
    }
  }

  /** Chosen in the browser's own list: lighter by far than one that is drawn. What a component supplied is only read. */
  function choiceOf(field: OpenField, choices: Array<{ value: string; label: string }>) {
    const props = of(field)
    if (!('readOnly' in props)) return <NativeSelect data={choices} {...props} />
    const chosen = choices.find(({ value }) => value === form.values[field])
    return <TextInput {...props} value={chosen?.label ?? String(form.values[field])} />
  }

  function secretOf<Field extends SecretField>(field: Field) {
    return {
      label: t(`field.${field as SecretField}`),
      stored: subscriber?.secretsSet[field] ?? false,
      path: field,
      value: form.values[field],
      error: form.errors[field],
      onBlur: () => void form.validateField(field),
      onChange: (value: SubscriberValues[Field]) => {
        form.setFieldValue(field, value)
        form.clearFieldError(field)
      },
    }
  }

  return (
    <>
      <FieldGroup title={t('group.person')}>
        <FieldPair>
          <TextInput {...of('firstName')} />
          <TextInput required {...of('lastName')} />
        </FieldPair>
        <TextInput required type="email" {...of('email')} />
        <PersonField accountId={accountId} form={form} subscriber={subscriber} />
        <FieldPair>
          <TextInput {...of('directoryNumber')} />
          {choiceOf('language', [
            { value: '', label: t('accountLanguage') },
            ...languageChoices(i18n.language),
          ])}
        </FieldPair>
      </FieldGroup>
      <FieldGroup title={t('group.pbx')}>
        {standAlone && (
          <Alert variant="light" p="xs" icon={<IconInfoCircle aria-hidden />}>
            {t('standAlone')}
          </Alert>
        )}
        <TextInput required={standAlone} {...of('pbxSipHost')} />
        <TextInput required={standAlone} {...of('pbxSipUserName')} />
        <SipPasswordField required={standAlone} {...secretOf('pbxSipPassword')} />
        <FieldPair>
          <TextInput {...of('voicemailNumber')} />
          <Secret pin {...secretOf('voicemailPin')} />
        </FieldPair>
      </FieldGroup>
      <FieldGroup title={t('group.mbg')}>
        <TextInput
          label={t('field.mbgSipHost')}
          description={t('help.mbgSipHost')}
          value={profile?.mbgSipHost ?? t('noMbg')}
          readOnly
          leftSection={<IconLock size={15} aria-hidden />}
        />
        <TextInput {...of('mbgSipUserName')} />
        <SipPasswordField {...secretOf('mbgSipPassword')} />
      </FieldGroup>
      <FieldGroup title={t('group.clientService')}>
        <FieldPair>
          <TextInput {...of('clientServiceHost')} />
          <TextInput inputMode="numeric" {...of('clientServicePort')} />
        </FieldPair>
        <TextInput {...of('clientServiceUserName')} />
        {redeploys && (
          <Alert
            color="orange"
            variant="light"
            p="xs"
            role="status"
            icon={<IconInfoCircle aria-hidden />}
            title={t('redeploy.title')}
          >
            {t('redeploy.note')}
          </Alert>
        )}
        <Secret {...secretOf('clientServicePassword')} />
      </FieldGroup>
      <FieldGroup title={t('group.deployment')}>
        {choiceOf(
          'profileId',
          profiles.map(({ id, name }) => ({ value: id, label: name })),
        )}
        <Secret
          pin
          help={t('help.deploymentPin')}
          generate={{ label: t('generatePin'), make: randomPin }}
          {...secretOf('deploymentPin')}
        />
        {subscriber?.secretsSet.deploymentPin && form.values.deploymentPin === undefined && (
          <Suspense>
            <ShowPin accountId={accountId} subscriberId={subscriber.id} />
          </Suspense>
        )}
      </FieldGroup>
    </>
  )
}
