import { Combobox, useCombobox } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { customersQuery } from '#features/accounts/web/api.ts'
import { findAccounts } from '#features/accounts/web/find-accounts.ts'
import { NoOption } from '#web/components/no-option.tsx'
import { SwitchButton } from './switch-button.tsx'

/** Enough to find one by eye; more are found by typing. */
const shownMax = 50

/** The accounts of a partner, to be searched and opened. It is made in the moment it is asked for, and so begins open. */
export function AccountList({ name, accountId }: { name: string; accountId: string | undefined }) {
  const { t } = useTranslation('frame')
  const navigate = useNavigate()
  const [search, setSearch] = useState('')
  const list = useCombobox({
    defaultOpened: true,
    onDropdownOpen: () => list.focusSearchInput(),
    onDropdownClose: () => {
      setSearch('')
      list.resetSelectedOption()
    },
  })
  const { data: customers = [], isPending } = useQuery({ ...customersQuery, enabled: list.dropdownOpened })
  const shown = list.dropdownOpened ? findAccounts(customers, search).slice(0, shownMax) : []

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, for the opening that made it
  useEffect(() => list.focusSearchInput(), [])

  function choose(id: string) {
    list.closeDropdown()
    void navigate({ to: '/accounts/$accountId', params: { accountId: id } })
  }

  return (
    <Combobox
      store={list}
      onOptionSubmit={choose}
      width={320}
      position="bottom-start"
      shadow="md"
      withinPortal={false}
    >
      <Combobox.Target targetType="button">
        <SwitchButton name={name} onClick={() => list.toggleDropdown()} />
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          aria-label={t('account.search')}
          placeholder={t('account.search')}
          value={search}
          onChange={(event) => {
            setSearch(event.currentTarget.value)
            list.selectFirstOption()
          }}
          // Before the list, and this field with it, is gone.
          onKeyDownCapture={({ key }) => key === 'Escape' && list.focusTarget()}
        />
        <Combobox.Options
          mah={320}
          style={{ overflowY: 'auto' }}
          aria-label={t('account.switch')}
          aria-busy={isPending}
        >
          {shown.length === 0 && (
            <Combobox.Empty>
              {isPending ? t('loading', { ns: 'common' }) : <NoOption>{t('account.none')}</NoOption>}
            </Combobox.Empty>
          )}
          {shown.map(({ id, name: option }) => (
            <Combobox.Option key={id} value={id} active={id === accountId}>
              {option}
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}
