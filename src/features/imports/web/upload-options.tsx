import { Checkbox, Group, Select, Text } from '@mantine/core'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { FieldGroup } from '#web/components/form/field-group.tsx'
import { InfoMark } from '#web/components/info-mark.tsx'
import type { AnyImportOptions } from '../schema.ts'
import { useImportPlace } from './import-place.ts'
import { useProfiles } from './use-profiles.ts'

const switches = ['partial', 'overwrite', 'emptyClears'] as const

interface UploadOptionsProps {
  options: AnyImportOptions
  onChange: (options: AnyImportOptions) => void
}

/** How a file is to be taken. */
export function UploadOptions({ options, onChange }: UploadOptionsProps) {
  const { t } = useTranslation('imports')
  const { name, hasProfiles } = useImportPlace().kind
  const profiles = useProfiles()
  const helpId = useId()
  return (
    <FieldGroup title={t('options')}>
      {hasProfiles && (
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
      )}
      {switches.map((option) => (
        <Checkbox
          key={option}
          label={t(option)}
          description={t(`${name}.option.${option}Help`)}
          checked={options[option]}
          disabled={option === 'emptyClears' && !options.overwrite}
          onChange={(event) => onChange({ ...options, [option]: event.currentTarget.checked })}
        />
      ))}
      {options.sendWelcome !== undefined && (
        <div>
          <Group gap={4}>
            <Checkbox
              label={t('users.sendWelcome')}
              aria-describedby={helpId}
              checked={options.sendWelcome}
              onChange={(event) => onChange({ ...options, sendWelcome: event.currentTarget.checked })}
            />
            <InfoMark term={t('users.welcomeTerm')} text={t('users.welcomeMeans')} />
          </Group>
          <Text id={helpId} size="xs" c="dimmed" ml={32}>
            {t('users.sendWelcomeHelp')}
          </Text>
        </div>
      )}
    </FieldGroup>
  )
}
