import { IconAlertTriangle, IconCircleCheck, IconCircleDashed } from '@tabler/icons-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { countryName } from '#features/accounts/web/choices.ts'
import { withNumbersJoined } from '#features/users/needle.ts'
import type { GridColumn } from '#web/components/data-grid/columns.ts'
import { TextLink } from '#web/components/links.tsx'
import { Marked } from '#web/components/marked.tsx'
import { PhoneNumber } from '#web/components/phone-number.tsx'
import { StatusBadge, type StatusLook } from '#web/components/status-badge.tsx'
import type { SmsNumber } from '../schema.ts'

type State = 'free' | 'given' | 'gone'

const looks: Record<State, StatusLook> = {
  free: { color: 'gray', icon: IconCircleDashed },
  given: { color: 'teal', icon: IconCircleCheck },
  gone: { color: 'orange', icon: IconAlertTriangle },
}

/** The columns of the numbers of an account. @param search what was searched for, which is marked */
export function useNumberColumns(accountId: string, search: string | undefined): GridColumn<SmsNumber>[] {
  const { t, i18n } = useTranslation('numbers')
  return useMemo(() => {
    const needle = search && withNumbersJoined(search)
    const column = (
      id: 'number' | 'name' | 'country' | 'state' | 'holder',
      width: number,
      cell: GridColumn<SmsNumber>['cell'],
    ) => ({ id, header: t(`column.${id}`), hint: t(`hint.${id}`), width, cell })
    return [
      column('number', 190, ({ number }) => (
        <span title={number}>
          <PhoneNumber number={number} search={needle} />
        </span>
      )),
      column('name', 240, ({ friendlyName }) => <Marked text={friendlyName} search={search} />),
      column('country', 170, ({ country }) => country && countryName(country, i18n.language)),
      column('state', 130, (number) => <NumberState number={number} />),
      column('holder', 220, ({ user }) => user && <Holder accountId={accountId} user={user} />),
    ]
  }, [t, i18n.language, accountId, search])
}

function NumberState({ number: { isGone, user } }: { number: SmsNumber }) {
  const { t } = useTranslation('numbers')
  const state = isGone ? 'gone' : user ? 'given' : 'free'
  return (
    <StatusBadge look={looks[state]} title={t(`stateHint.${state}`)}>
      {t(`state.${state}`)}
    </StatusBadge>
  )
}

function Holder({ accountId, user }: { accountId: string; user: NonNullable<SmsNumber['user']> }) {
  return (
    <TextLink to="/accounts/$accountId/users" params={{ accountId }} search={{ open: user.id }} size="sm">
      {user.name}
    </TextLink>
  )
}
