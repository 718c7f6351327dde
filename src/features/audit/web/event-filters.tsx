import { Group } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FilterChip } from '#web/components/filter-chip.tsx'
import { FilterPopover } from '#web/components/filter-popover.tsx'
import { SearchBox } from '#web/components/search-box.tsx'
import { lazy } from '#web/lib/lazy.ts'
import { calendarDay } from '#web/lib/times.ts'
import type { AuditEvent } from '../schema.ts'
import { type EventsSearch, kindOf } from './search.ts'
import { nameIn, spelledOut } from './told.ts'

const FilterFields = lazy(async () => ({ default: (await import('./filter-fields.tsx')).FilterFields }))

interface EventFiltersProps {
  search: EventsSearch
  /** What is listed: names what the address knows by id only. */
  events: AuditEvent[]
  /** Takes over part of the address; `replace` for what *Back* shall not walk through. */
  change: (part: EventsSearch, replace?: boolean) => void
}

/** What narrows the history: words, and the filters that are on. */
export function EventFilters({ search, events, change }: EventFiltersProps) {
  const { t } = useTranslation('events')
  const chips = useChips(search, events)
  const [opened, setOpened] = useState(false)
  return (
    <Group gap="xs">
      <SearchBox
        label={t('search')}
        value={search.search}
        onSearch={(words) => change({ search: words }, true)}
      />
      {chips.map(({ property, value, without }) => (
        <FilterChip key={property} property={property} value={value} onRemove={() => change(without)} />
      ))}
      <FilterPopover label={t('addFilter')} opened={opened} onChange={setOpened} height={190}>
        <FilterFields search={search} change={change} />
      </FilterPopover>
    </Group>
  )
}

interface Chip {
  property: string
  value: string
  without: EventsSearch
}

function useChips({ actor, action, subjectId, when, from, to }: EventsSearch, events: AuditEvent[]): Chip[] {
  const { t, i18n } = useTranslation('events')
  const kind = kindOf(actor)
  const day = (given: string | undefined) => (given === undefined ? '…' : calendarDay(given, i18n.language))

  function actionWord(name: string): string {
    return i18n.exists(`events:family.${name}`)
      ? t(`family.${name}` as 'family.user')
      : spelledOut(name.replaceAll('.', ' '))
  }

  const chips: Array<Chip | false> = [
    actor !== undefined && {
      property: t('filter.actor'),
      value: kind ? t(`kinds.${kind}`) : (events.find(({ actorId }) => actorId === actor)?.actorName ?? '…'),
      without: { actor: undefined },
    },
    action !== undefined && {
      property: t('filter.action'),
      value: actionWord(action),
      without: { action: undefined },
    },
    subjectId !== undefined && {
      property: t('filter.subject'),
      value: nameOfSubject(subjectId, events) ?? t('only.thisRecord'),
      without: { subjectId: undefined },
    },
    when !== undefined && {
      property: t('filter.when'),
      value: t(`period.${when}`),
      without: { when: undefined },
    },
    (from !== undefined || to !== undefined) && {
      property: t('filter.when'),
      value: from === to ? day(from) : `${day(from)} – ${day(to)}`,
      without: { from: undefined, to: undefined },
    },
  ]
  return chips.filter((chip) => chip !== false)
}

function nameOfSubject(subjectId: string, events: AuditEvent[]): string | undefined {
  return events
    .filter((event) => event.subjectId === subjectId)
    .map(({ details }) => nameIn(details))
    .find((name) => name !== undefined)
}
