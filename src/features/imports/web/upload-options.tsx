import { Checkbox, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { profilesQuery } from '#features/deployment/profiles/web/api.ts'
import { FieldGroup } from '#web/components/form/field-group.tsx'
import type { ImportOptions } from '../schema.ts'

const switches = ['partial', 'overwrite', 'emptyClears'] as const

interface UploadOptionsProps {
  accountId: string
  options: ImportOptions
  onChange: (options: ImportOptions) => void
}

/** How a file is to be taken. */
export function UploadOptions({ accountId, options, onChange }: UploadOptionsProps) {
  const { t } = useTranslation('imports')
  const { data: profiles = [] } = useQuery(profilesQuery(accountId))
  return (
    <FieldGroup title={t('options')}>
      <Select
        label={t('profile')}
        description={t('profileHelp')}
        maw={360}
        data={[
          { value: '', label: t('profileFromFile') },
          ...profiles.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        value={options.profileId ?? ''}
        onChange={(id) => onChange({ ...options, profileId: id || undefined })}
      />
      {switches.map((option) => (
        <Checkbox
          key={option}
          label={t(option)}
          description={t(`${option}Help`)}
          checked={options[option]}
          disabled={option === 'emptyClears' && !options.overwrite}
          onChange={(event) => onChange({ ...options, [option]: event.currentTarget.checked })}
        />
      ))}
    </FieldGroup>
  )
}
