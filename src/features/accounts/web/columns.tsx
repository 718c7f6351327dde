import { ActionIcon, Group, Skeleton } from '@mantine/core'
import { IconAlertTriangle, IconBan, IconCircleCheck, IconSettings } from '@tabler/icons-react'
import { type ReactNode, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { GridColumn } from '#web/components/data-grid/columns.ts'
import { TextLink } from '#web/components/links.tsx'
import { Marked } from '#web/components/marked.tsx'
import { StatusBadge, type StatusLook } from '#web/components/status-badge.tsx'
import { Time } from '#web/components/time.tsx'
import type { AccountFigures, CustomerAccount } from '../schema.ts'
import { countryName } from './choices.ts'
import { isOpenToPartner } from './partner-access-values.ts'

const active: StatusLook = { color: 'teal', icon: IconCircleCheck }
const deactivated: StatusLook = { color: 'gray', icon: IconBan }
const quiet: StatusLook = { color: 'teal', icon: IconCircleCheck }
const alarming: StatusLook = { color: 'orange', icon: IconAlertTriangle }

/** The columns of a partner's customers. The settings stand beside the name: on a phone the other columns are off the screen. */
export function useCustomerColumns(
  search: string | undefined,
  showSettings: (id: string) => void,
): GridColumn<CustomerAccount>[] {
  const { t, i18n } = useTranslation('accounts')
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('column.name'),
        width: 200,
        sort: 'name',
        cell: ({ name }) => <Marked text={name} search={search} />,
      },
      {
        id: 'settings',
        header: t('column.settings'),
        width: 80,
        cell: ({ id, name }) => (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('settings.of', { name })}
            onClick={() => showSettings(id)}
          >
            <IconSettings size={18} stroke={1.7} aria-hidden />
          </ActionIcon>
        ),
      },
      {
        id: 'users',
        header: t('column.users'),
        hint: t('hint.users'),
        width: 80,
        sort: 'users',
        align: 'end',
        cell: (customer) => (
          <Counted customer={customer}>
            {({ users, registered }) => (
              <span title={t('registered', { count: registered })}>
                {users.toLocaleString(i18n.language)}
              </span>
            )}
          </Counted>
        ),
      },
      {
        id: 'deployed',
        header: t('column.deployed'),
        hint: t('hint.deployed'),
        width: 100,
        sort: 'deployed',
        align: 'end',
        cell: (customer) => <Share customer={customer} of="deployed" />,
      },
      {
        id: 'downloaded',
        header: t('column.downloaded'),
        hint: t('hint.downloaded'),
        width: 120,
        sort: 'downloaded',
        align: 'end',
        cell: (customer) => <Share customer={customer} of="downloaded" />,
      },
      {
        id: 'attention',
        header: t('column.attention'),
        hint: t('hint.attention'),
        // A badge and all three reasons: each is a link, so none may be cut off.
        width: 450,
        sort: 'attention',
        cell: (customer) => (
          <Counted customer={customer}>
            {(figures) =>
              // Nobody can look into a deactivated one.
              customer.status === 'active' && <Attention accountId={customer.id} figures={figures} />
            }
          </Counted>
        ),
      },
      {
        id: 'status',
        header: t('column.status'),
        width: 125,
        cell: ({ status }) => (
          <StatusBadge look={status === 'active' ? active : deactivated}>{t(`status.${status}`)}</StatusBadge>
        ),
      },
      {
        id: 'customerNumber',
        header: t('column.customerNumber'),
        width: 145,
        cell: ({ customerNumber }) => customerNumber && <Marked text={customerNumber} search={search} />,
      },
      {
        id: 'country',
        header: t('column.country'),
        width: 140,
        cell: ({ country }) => countryName(country, i18n.language),
      },
      {
        id: 'created',
        header: t('column.created'),
        width: 120,
        sort: 'createdAt',
        cell: ({ createdAt }) => <Time at={createdAt} />,
      },
    ],
    [t, i18n.language, search, showSettings],
  )
}

interface CountedProps {
  customer: CustomerAccount
  children: (figures: AccountFigures) => ReactNode
}

/** A figure, where it may be known and was counted. */
function Counted({ customer: { figures, partnerAccess }, children }: CountedProps) {
  if (figures) return children(figures)
  return (
    isOpenToPartner(partnerAccess) && <Skeleton display="inline-block" height={12} width={36} aria-hidden />
  )
}

/** How many of a hundred; how many that are, on hover. Nothing where nobody is to get a softphone. */
function Share({ customer, of }: { customer: CustomerAccount; of: 'deployed' | 'downloaded' }) {
  const { t, i18n } = useTranslation('accounts')
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent' })
  return (
    <Counted customer={customer}>
      {({ subscribers, [of]: part }) =>
        subscribers > 0 && (
          <span title={t('share', { part, whole: subscribers })}>
            {/* Rounded down: with one missing it is not done. */}
            {percent.format(Math.floor((part / subscribers) * 100) / 100)}
          </span>
        )
      }
    </Counted>
  )
}

/** Who needs somebody to look, and why; each reason leads to its users. */
function Attention({ accountId, figures }: { accountId: string; figures: AccountFigures }) {
  const { t } = useTranslation('accounts')
  if (figures.attention === 0) return <StatusBadge look={quiet}>{t('attention.none')}</StatusBadge>
  const reasons = (['mailsRefused', 'pinsLocked', 'linksExpired'] as const).filter(
    (each) => figures[each] > 0,
  )
  return (
    <Group gap={8} wrap="nowrap">
      <StatusBadge look={alarming}>{t('attention.some', { count: figures.attention })}</StatusBadge>
      {reasons.map((reason) => (
        <TextLink
          key={reason}
          to="/accounts/$accountId/deployment/subscribers"
          params={{ accountId }}
          search={searchOf[reason]}
          size="sm"
        >
          {t(`attention.${reason}`, { count: figures[reason] })}
        </TextLink>
      ))}
    </Group>
  )
}

/** What narrows Manage to those who need attention for this reason. */
const searchOf = {
  mailsRefused: { state: 'failed' },
  pinsLocked: { locked: true },
  linksExpired: { linkExpired: true },
} as const
