import { Group, NativeSelect, Stack, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { actorKinds } from '../choices.ts'
import { families } from './families.ts'
import { type EventsSearch, kindOf, type Period, periods } from './search.ts'

export interface FilterFieldsProps {
  search: EventsSearch
  /** Takes over part of the address. */
  change: (part: EventsSearch) => void
}

/** Who, what and when; each choice narrows the list at once. */
export function FilterFields({ search, change }: FilterFieldsProps) {
  const { t } = useTranslation('events')
  const { when, from, to } = search
  const byDays = from !== undefined || to !== undefined
  return (
    <Stack gap="sm" p={6}>
      <NativeSelect
        data-autofocus
        label={t('filter.actor')}
        description={t('filter.actorHelp')}
        value={kindOf(search.actor) ?? ''}
        onChange={({ currentTarget }) => change({ actor: currentTarget.value || undefined })}
        data={[
          { value: '', label: t('filter.anybody') },
          ...actorKinds.map((kind) => ({ value: kind, label: t(`kinds.${kind}`) })),
        ]}
      />
      <NativeSelect
        label={t('filter.action')}
        value={search.action ?? ''}
        onChange={({ currentTarget }) => change({ action: currentTarget.value || undefined })}
        data={[
          { value: '', label: t('filter.anything') },
          ...families.map((family) => ({ value: family, label: t(`family.${family}`) })),
        ]}
      />
      <NativeSelect
        label={t('filter.when')}
        value={byDays ? 'days' : (when ?? '')}
        onChange={({ currentTarget }) => change(whenChosen(currentTarget.value))}
        data={[
          { value: '', label: t('filter.always') },
          ...periods.map((period) => ({ value: period, label: t(`period.${period}`) })),
          { value: 'days', label: t('filter.days') },
        ]}
      />
      {byDays && (
        <Group grow gap="xs">
          <TextInput
            type="date"
            label={t('filter.from')}
            value={from ?? ''}
            max={to}
            onChange={({ currentTarget }) => change({ from: currentTarget.value || undefined })}
          />
          <TextInput
            type="date"
            label={t('filter.to')}
            value={to ?? ''}
            min={from}
            onChange={({ currentTarget }) => change({ to: currentTarget.value || undefined })}
          />
        </Group>
      )}
    </Stack>
  )
}

/** Days begin with this one, which is then moved. */
function whenChosen(value: string): EventsSearch {
  const nothing = { when: undefined, from: undefined, to: undefined }
  if (value !== 'days') return { ...nothing, when: (value || undefined) as Period | undefined }
  const now = new Date()
  const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-')
  return { ...nothing, from: today, to: today }
}
