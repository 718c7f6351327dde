import { Button, Group } from '@mantine/core'
import { IconFilter } from '@tabler/icons-react'
import { Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { OperationChip } from '#features/operations/web/operation-chip.tsx'
import { ColumnChooser } from '#web/components/data-grid/column-chooser.tsx'
import type { GridColumn } from '#web/components/data-grid/columns.ts'
import type { GridLayoutControl } from '#web/components/data-grid/use-grid-layout.ts'
import { FilterChip } from '#web/components/filter-chip.tsx'
import { MenuButton } from '#web/components/menu-button.tsx'
import { SearchBox } from '#web/components/search-box.tsx'
import { lazy } from '#web/lib/lazy.ts'
import type { Profile } from '../../profiles/schema.ts'
import type { Subscriber } from '../schema.ts'
import { type Fact, facts, type ManageSearch, origins, states } from './search.ts'

// Asked for by a link from a person alone.
const PersonChip = lazy(async () => ({ default: (await import('./person-chip.tsx')).PersonChip }))

interface ManageFiltersProps {
  accountId: string
  search: ManageSearch
  /** Takes over part of the address; `replace` for what *Back* shall not walk through. */
  change: (part: Partial<ManageSearch>, replace?: boolean) => void
  profiles: Profile[]
  columns: GridColumn<Subscriber>[]
  layout: GridLayoutControl
}

/** What narrows the list, and how it is laid out. */
export function ManageFilters({ accountId, search, change, profiles, columns, layout }: ManageFiltersProps) {
  const { t } = useTranslation('subscribers')
  const profile = profiles.find(({ id }) => id === search.profileId)
  return (
    <Group gap="xs">
      <SearchBox
        label={t('search')}
        value={search.search}
        onSearch={(text) => change({ search: text }, true)}
      />
      {search.state && (
        <FilterChip
          property={t('filter.state')}
          value={t(`state.${search.state}`)}
          onRemove={() => change({ state: undefined })}
        />
      )}
      {search.origin && (
        <FilterChip
          property={t('filter.origin')}
          value={t(`origin.${search.origin}`)}
          onRemove={() => change({ origin: undefined })}
        />
      )}
      {search.profileId && (
        <FilterChip
          property={t('filter.profile')}
          value={profile?.name ?? '…'}
          onRemove={() => change({ profileId: undefined })}
        />
      )}
      {search.userId && (
        <Suspense>
          <PersonChip userId={search.userId} onRemove={() => change({ userId: undefined })} />
        </Suspense>
      )}
      {search.operationId && (
        <OperationChip
          accountId={accountId}
          operationId={search.operationId}
          property={t('filter.operation')}
          onRemove={() => change({ operationId: undefined })}
        />
      )}
      {facts
        .filter((fact) => search[fact] !== undefined)
        .map((fact) => (
          <FilterChip
            key={fact}
            property={t(`fact.${fact}`)}
            value={t(search[fact] ? 'fact.yes' : 'fact.no')}
            onRemove={() => change({ [fact]: undefined })}
          />
        ))}
      <MenuButton
        position="bottom-start"
        button={
          <Button variant="default" leftSection={<IconFilter size={16} aria-hidden />}>
            {t('addFilter')}
          </Button>
        }
        box={{ mah: 420, style: { overflowY: 'auto' } }}
      >
        {(Menu) => (
          <>
            <Menu.Label>{t('filter.state')}</Menu.Label>
            {states.map((state) => (
              <Menu.Item key={state} onClick={() => change({ state })}>
                {t(`state.${state}`)}
              </Menu.Item>
            ))}
            <Menu.Label>{t('filter.attention')}</Menu.Label>
            {facts.filter(isFlag).map((fact) => (
              <Menu.Item key={fact} onClick={() => change({ [fact]: true })}>
                {t(`fact.${fact}`)}
              </Menu.Item>
            ))}
            <Menu.Label>{t('filter.pin')}</Menu.Label>
            <Menu.Item onClick={() => change({ pinSet: true })}>{t('filter.pinSet')}</Menu.Item>
            <Menu.Item onClick={() => change({ pinSet: false })}>{t('filter.pinMissing')}</Menu.Item>
            <Menu.Label>{t('filter.person')}</Menu.Label>
            <Menu.Item onClick={() => change({ assigned: true })}>{t('filter.assigned')}</Menu.Item>
            <Menu.Item onClick={() => change({ assigned: false })}>{t('filter.unassigned')}</Menu.Item>
            <Menu.Label>{t('filter.origin')}</Menu.Label>
            {origins.map((origin) => (
              <Menu.Item key={origin} onClick={() => change({ origin })}>
                {t(`origin.${origin}`)}
              </Menu.Item>
            ))}
            <Menu.Label>{t('filter.profile')}</Menu.Label>
            {profiles.map(({ id, name }) => (
              <Menu.Item key={id} onClick={() => change({ profileId: id })}>
                {name}
              </Menu.Item>
            ))}
          </>
        )}
      </MenuButton>
      <Group ml="auto">
        <ColumnChooser columns={columns} control={layout} />
      </Group>
    </Group>
  )
}

function isFlag(fact: Fact): fact is Exclude<Fact, 'pinSet' | 'assigned'> {
  return fact !== 'pinSet' && fact !== 'assigned'
}
