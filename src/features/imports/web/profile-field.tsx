import { Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Import, ImportRow } from '../schema.ts'
import { saidAbout } from './plan.ts'

interface ProfileFieldProps {
  row: ImportRow
  plan: Import
  profiles: Array<{ id: string; name: string }>
  value: string | null
  onChange: (profileId: string | null) => void
}

/** Chooses the deployment profile of one row. */
export function ProfileField({ row, plan, profiles, value, onChange }: ProfileFieldProps) {
  const { t } = useTranslation('imports')
  const { error, help } = saidAbout(row, 'profile')
  const forAll = profiles.find(({ id }) => id === plan.options.profileId)?.name
  const inFile = row.cells.profile

  function otherwise(): string {
    if (forAll !== undefined) return t('row.profileForAll', { name: forAll })
    return inFile ? t('row.profileFile', { name: inFile }) : t('row.profileDefault')
  }

  return (
    <Select
      label={t('profile')}
      description={help ?? t('row.profileHelp')}
      error={error}
      data-path="profile"
      data={[
        { value: '', label: otherwise() },
        ...profiles.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      value={value ?? ''}
      onChange={(id) => onChange(id || null)}
    />
  )
}
