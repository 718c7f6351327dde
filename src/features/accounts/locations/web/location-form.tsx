import { Button, Select, Stack, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { countryChoices } from '#features/accounts/web/choices.ts'
import { FieldPair } from '#web/components/form/field-group.tsx'
import { FormActions } from '#web/components/form/form-actions.tsx'
import { FormProblems } from '#web/components/form/form-problems.tsx'
import { UnsavedGuard } from '#web/components/form/unsaved-guard.tsx'
import { useRecordForm } from '#web/components/form/use-record-form.ts'
import { useSteady } from '#web/components/form/use-steady.ts'
import type { Location, NewLocation } from '../schema.ts'
import { addLocation, changeLocation, locationsKey } from './api.ts'
import { DeleteLocation } from './delete-location.tsx'

interface LocationFormProps {
  accountId: string
  /** undefined: a new one. */
  location: Location | undefined
  onDone: () => void
}

interface LocationValues {
  name: string
  street: string
  postalCode: string
  city: string
  country: string | null
}

/** What is to be known of a location. */
export function LocationForm(props: LocationFormProps) {
  const steady = useSteady(props.location)
  return <FilledForm {...props} key={steady.key} location={steady.row} steady={steady} />
}

function FilledForm(props: LocationFormProps & { steady: ReturnType<typeof useSteady<Location>> }) {
  const { accountId, location, steady, onDone } = props
  const { t, i18n } = useTranslation('locations')
  const queries = useQueryClient()
  const box = useRef<HTMLFormElement>(null)
  const countries = useMemo(() => countryChoices(i18n.language), [i18n.language])
  const reload = () => queries.invalidateQueries({ queryKey: locationsKey(accountId) })
  const record = useRecordForm<LocationValues, NewLocation, Location>({
    steady,
    initial: valuesOf(location),
    loadSchema: async () => (await import('../schema.ts')).NewLocation,
    bodyOf: (values) => values,
    onlyChanges: location !== undefined,
    save: (body) => (location ? changeLocation(accountId, location, body) : addLocation(accountId, body)),
    onSaved: async ({ name }) => {
      await reload()
      notifications.show({ color: 'teal', message: t('saved', { name }) })
      onDone()
    },
  })
  const { form, saving, submit } = record

  useEffect(() => box.current?.querySelector('input')?.focus(), [])

  async function reloadNewest() {
    await reload()
    steady.renew()
  }

  const of = (field: keyof LocationValues) => ({ label: t(`field.${field}`), ...form.getInputProps(field) })
  return (
    <form ref={box} onSubmit={submit} noValidate>
      <UnsavedGuard isDirty={() => form.isDirty()} />
      <Stack>
        <FormProblems
          record={record}
          labelOf={(field) => t(`field.${field as 'name'}`)}
          onReload={reloadNewest}
        />
        <TextInput required description={t('help.name')} {...of('name')} />
        <TextInput {...of('street')} />
        <FieldPair>
          <TextInput {...of('postalCode')} />
          <TextInput {...of('city')} />
        </FieldPair>
        <Select data={countries} searchable clearable allowDeselect {...of('country')} />
        <FormActions
          aside={location && <DeleteLocation accountId={accountId} location={location} onDeleted={onDone} />}
        >
          <Button variant="default" onClick={onDone}>
            {t('cancel', { ns: 'common' })}
          </Button>
          <Button type="submit" loading={saving}>
            {t('save', { ns: 'common' })}
          </Button>
        </FormActions>
      </Stack>
    </form>
  )
}

function valuesOf(location: Location | undefined): LocationValues {
  return {
    name: location?.name ?? '',
    street: location?.street ?? '',
    postalCode: location?.postalCode ?? '',
    city: location?.city ?? '',
    country: location?.country ?? null,
  }
}
