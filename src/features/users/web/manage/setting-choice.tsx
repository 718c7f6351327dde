import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { locationsQuery } from '#features/accounts/locations/web/api.ts'
import { languageChoices } from '#features/accounts/web/choices.ts'
import { TextLink } from '#web/components/links.tsx'
import { SearchSelect } from '#web/components/search-select.tsx'
import { isolated } from '#web/lib/i18n/isolated.ts'
import type { UserUpdateValues } from '../../schema.ts'

/** What is set of many people at once, each by a dialog of its own. */
export const settings = ['role', 'location', 'language', 'access'] as const
export type Setting = (typeof settings)[number]

/** Nothing is chosen yet: a setting that everybody gets must not be one that nobody looked at. */
export const notChosen = ''
/** Chosen to be none: no location, the language of the account. */
const none = 'none'

/** What is asked of the server. */
export function valuesOf(setting: Setting, choice: string): UserUpdateValues {
  const valueOrNull = choice === none ? null : choice
  switch (setting) {
    case 'role':
      return { role: choice as 'user' | 'admin' }
    case 'location':
      return { locationId: valueOrNull }
    case 'language':
      return { language: valueOrNull as UserUpdateValues['language'] }
    case 'access':
      return { deactivated: choice === 'deactivate' }
  }
}

interface SettingChoiceProps {
  accountId: string
  setting: Setting
  /** `notChosen`, or what is to be set. */
  choice: string
  onChoice: (choice: string) => void
}

/** Chooses what many people shall have. */
export function SettingChoice({ accountId, setting, choice, onChoice }: SettingChoiceProps) {
  const { t, i18n } = useTranslation(['managePeople', 'users', 'person'])
  if (setting === 'location') {
    return <LocationChoice accountId={accountId} choice={choice} onChoice={onChoice} />
  }
  const choices = {
    role: (['user', 'admin'] as const).map((value) => ({ value, label: t(`users:role.${value}`) })),
    language: [{ value: none, label: t('person:accountLanguage') }, ...languageChoices(i18n.language)],
    access: (['deactivate', 'reactivate'] as const).map((value) => ({ value, label: t(value) })),
  }
  return (
    <NativeSelect
      data-autofocus
      label={t(setting)}
      data={[{ value: notChosen, label: t('choose') }, ...choices[setting]]}
      value={choice}
      onChange={(event) => onChoice(event.currentTarget.value)}
    />
  )
}

function LocationChoice({ accountId, choice, onChoice }: Omit<SettingChoiceProps, 'setting'>) {
  const { t } = useTranslation(['managePeople', 'person'])
  const { data: locations } = useQuery(locationsQuery(accountId))
  return (
    <SearchSelect
      label={t('location')}
      description={
        locations?.length === 0 && (
          <>
            {t('person:help.noLocation')}{' '}
            <TextLink
              to="/accounts/$accountId/locations"
              params={{ accountId }}
              search={{ open: 'new' }}
              inherit
              underline="always"
            >
              {t('person:addLocation')}
            </TextLink>
          </>
        )
      }
      data={[
        { value: none, label: t('person:none') },
        ...(locations ?? []).map(({ id, name, city }) => ({
          value: id,
          label: city ? `${isolated(name)}, ${city}` : name,
        })),
      ]}
      nothingFoundMessage={t('searchLocations')}
      withinPortal
      value={choice}
      onChange={(chosen) => onChoice(chosen ?? notChosen)}
    />
  )
}

/** What the choice does, and who is left out: keys of `effect` and `skipped`. */
export function consequencesOf(setting: Setting, choice: string) {
  switch (setting) {
    case 'role':
      return choice === 'admin'
        ? ({ effect: 'admin', skipped: 'owned' } as const)
        : ({ effect: 'user', skipped: 'user' } as const)
    case 'location':
      return { effect: choice === none ? 'noLocation' : 'location', skipped: 'owned' } as const
    case 'language':
      return { effect: 'language', skipped: 'owned' } as const
    case 'access':
      return choice === 'deactivate'
        ? ({ effect: 'deactivate', skipped: 'deactivate' } as const)
        : ({ effect: 'reactivate', skipped: 'reactivate' } as const)
  }
}
