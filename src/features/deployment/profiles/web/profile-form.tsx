import { Button, MultiSelect, Select, Stack, Switch, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { FieldGroup, FieldPair } from '#web/components/form/field-group.tsx'
import { FormActions } from '#web/components/form/form-actions.tsx'
import { FormProblems } from '#web/components/form/form-problems.tsx'
import { UnsavedGuard } from '#web/components/form/unsaved-guard.tsx'
import { useRecordForm } from '#web/components/form/use-record-form.ts'
import { useSteady } from '#web/components/form/use-steady.ts'
import { OnceOpened } from '#web/components/once-opened.tsx'
import { lazy } from '#web/lib/lazy.ts'
import { clientKinds, codecNames } from '../choices.ts'
import type { Profile } from '../schema.ts'
import { addProfile, profilesQuery } from './api.ts'
import { DeleteProfile } from './delete-profile.tsx'
import { profileBody, profileValues } from './profile-values.ts'
import { useSaveProfile } from './use-save-profile.ts'

const SaveWithoutGateway = lazy(async () => ({
  default: (await import('./save-without-gateway.tsx')).SaveWithoutGateway,
}))

interface ProfileFormProps {
  accountId: string
  /** undefined: a new one. */
  profile: Profile | undefined
  onDone: () => void
}

/** Every value of a profile (DP-2), grouped. */
export function ProfileForm(props: ProfileFormProps) {
  const steady = useSteady(props.profile)
  return <FilledForm {...props} key={steady.key} profile={steady.row} steady={steady} />
}

function FilledForm(props: ProfileFormProps & { steady: ReturnType<typeof useSteady<Profile>> }) {
  const { accountId, profile, steady, onDone } = props
  const { t } = useTranslation('profiles')
  const queries = useQueryClient()
  const reload = () => queries.invalidateQueries({ queryKey: profilesQuery(accountId).queryKey })
  const saving = useSaveProfile(accountId)
  const record = useRecordForm({
    steady,
    initial: profileValues(profile),
    loadSchema: async () => (await import('../schema.ts')).NewProfile,
    bodyOf: profileBody,
    onlyChanges: profile !== undefined,
    save: (body) => (profile ? saving.save(profile, body) : addProfile(accountId, body)),
    onSaved: async ({ name }) => {
      await reload()
      notifications.show({ color: 'teal', message: t(profile ? 'savedWithUpdate' : 'saved', { name }) })
      onDone()
    },
  })
  const { form, submit } = record

  async function reloadNewest() {
    await reload()
    steady.renew()
  }

  type Field = keyof typeof form.values
  const of = (field: Field) => ({
    label: t(`field.${field}`),
    description: t(`help.${field}`),
    ...form.getInputProps(field),
  })
  const switchOf = (field: Field) => ({
    label: t(`field.${field}`),
    description: t(`help.${field}`),
    ...form.getInputProps(field, { type: 'checkbox' }),
  })
  const transports = (['udp', 'tcp', 'tls'] as const).map((value) => ({
    value,
    label: t(`transport.${value}`),
  }))
  const media = (['none', 'sdes', 'dtls'] as const).map((value) => ({ value, label: t(`media.${value}`) }))

  return (
    <form onSubmit={submit} noValidate>
      <UnsavedGuard isDirty={() => form.isDirty()} />
      <Stack gap="lg">
        <FormProblems
          record={record}
          labelOf={(field) => t(`field.${field as Field}`)}
          onReload={reloadNewest}
        />
        <FieldGroup title={t('group.general')}>
          <TextInput required {...of('name')} />
          <Switch {...switchOf('doNotDeploy')} />
        </FieldGroup>
        <FieldGroup title={t('group.mbg')} lead={t('lead_.mbg')}>
          <TextInput {...of('mbgSipHost')} />
          <FieldPair>
            <TextInput {...of('mbgSipDomain')} />
            <TextInput {...of('mbgRealm')} />
          </FieldPair>
          <FieldPair>
            <TextInput inputMode="numeric" {...of('mbgSipPort')} />
            <Select data={transports} {...of('mbgTransport')} />
          </FieldPair>
          <Select data={media} {...of('mbgMediaSecurity')} />
        </FieldGroup>
        <FieldGroup title={t('group.pbx')} lead={t('lead_.pbx')}>
          <FieldPair>
            <TextInput {...of('pbxSipDomain')} />
            <TextInput {...of('pbxRealm')} />
          </FieldPair>
          <FieldPair>
            <TextInput inputMode="numeric" {...of('pbxSipPort')} />
            <Select data={transports} {...of('pbxTransport')} />
          </FieldPair>
          <Select data={media} {...of('pbxMediaSecurity')} />
        </FieldGroup>
        <FieldGroup title={t('group.registration')}>
          <FieldPair>
            <TextInput inputMode="numeric" {...of('registrationExpirySeconds')} />
            <TextInput {...of('voicemailNumber')} />
          </FieldPair>
          <MultiSelect data={codecNames} {...of('codecs')} />
        </FieldGroup>
        <FieldGroup title={t('group.delivery')}>
          <MultiSelect
            data={clientKinds.map((value) => ({ value, label: t(`app.${value}`) }))}
            {...of('clientKinds')}
          />
          <FieldPair>
            <TextInput inputMode="numeric" {...of('clientsPerLink')} />
            <TextInput inputMode="numeric" {...of('linkLifeHours')} />
          </FieldPair>
          <TextInput inputMode="numeric" {...of('refreshHours')} />
          <Switch {...switchOf('pinRequired')} />
          <TextInput type="email" {...of('centralEmail')} />
          <Switch {...switchOf('selfDeployment')} />
          <Switch {...switchOf('blockCopiedClients')} />
        </FieldGroup>
        <FormActions
          aside={profile && <DeleteProfile accountId={accountId} profile={profile} onDeleted={onDone} />}
        >
          <Button variant="default" onClick={onDone}>
            {t('cancel', { ns: 'common' })}
          </Button>
          <Button type="submit" loading={record.saving}>
            {t('save', { ns: 'common' })}
          </Button>
        </FormActions>
      </Stack>
      <OnceOpened when={saving.missing !== undefined}>
        <SaveWithoutGateway name={form.values.name} missing={saving.missing} onAnswer={saving.answer} />
      </OnceOpened>
    </form>
  )
}
