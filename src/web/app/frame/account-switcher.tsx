import { Combobox, Group, Text, UnstyledButton, useCombobox } from '@mantine/core'
import { IconBuilding, IconSelector } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { accountQuery, customersQuery } from '#features/accounts/web/api.ts'
import { findAccounts } from '#features/accounts/web/find-accounts.ts'
import type { Session } from '#features/auth/schema.ts'
import classes from './account-switcher.module.css'

/** Enough to find one by eye; more are found by typing. */
const shownMax = 50

/** Which account one is in; partners change it here. */
export function AccountSwitcher({ session, accountId }: { session: Session; accountId: string | undefined }) {
  if (session.account.kind !== 'partner') return <Current name={session.account.name} />
  return <PartnerSwitcher session={session} accountId={accountId} />
}

function Current({ name }: { name: string }) {
  return (
    <Group gap={8} wrap="nowrap" miw={0}>
      <IconBuilding size={17} stroke={1.7} aria-hidden />
      <Text fw={600} truncate>
        {name}
      </Text>
    </Group>
  )
}

function PartnerSwitcher({ session, accountId }: { session: Session; accountId: string | undefined }) {
  const { t } = useTranslation('frame')
  const navigate = useNavigate()
  const [search, setSearch] = useState('')
  const list = useCombobox({
    onDropdownOpen: () => list.focusSearchInput(),
    onDropdownClose: () => {
      setSearch('')
      list.resetSelectedOption()
    },
  })
  const { data: customers = [] } = useQuery({
    ...customersQuery,
    enabled: list.dropdownOpened,
  })
  const { data: account } = useQuery({ ...accountQuery(accountId ?? ''), enabled: accountId !== undefined })
  const shown = list.dropdownOpened ? findAccounts(customers, search).slice(0, shownMax) : []
  const name = accountId === undefined ? t('account.choose') : (account?.name ?? '…')

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
        <UnstyledButton
          className={classes.button}
          onClick={() => list.toggleDropdown()}
          aria-label={`${t('account.switch')}: ${name}`}
        >
          <IconBuilding size={17} stroke={1.7} aria-hidden />
          <span className={classes.name}>
            {accountId === session.account.id ? session.account.name : name}
          </span>
          <IconSelector size={15} aria-hidden />
        </UnstyledButton>
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
        />
        <Combobox.Options mah={320} style={{ overflowY: 'auto' }} aria-label={t('account.switch')}>
          {shown.length === 0 && <Combobox.Empty>{t('account.none')}</Combobox.Empty>}
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
