import { Group } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconClockExclamation } from '@tabler/icons-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { GridColumn } from '#web/components/data-grid/columns.ts'
import { Marked } from '#web/components/marked.tsx'
import { Time } from '#web/components/time.tsx'
import type { Profile } from '../../profiles/schema.ts'
import type { Subscriber } from '../schema.ts'
import { StateBadge } from './state-badge.tsx'

/** Columns that somebody has to ask for. */
export const hiddenAtFirst = ['pin', 'clients', 'updatePending', 'redeployRequired', 'origin']

/**
 * The columns of Manage: those of CD-2, the state, and what is hidden at first. The last name comes first, because the first column stays in
 * view and names the row. How far each deployment is stands beside the open menu on a screen of 1440 px; accounts are a scroll away.
 */
export function useSubscriberColumns(
  profiles: Profile[],
  search: string | undefined,
): GridColumn<Subscriber>[] {
  const { t, i18n } = useTranslation('subscribers')
  // Beside the name there is room for one column: the state is what people look for.
  const narrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false })
  return useMemo(() => {
    const names = new Map(profiles.map(({ id, name }) => [id, name]))
    const marked = (text: string | null) => text && <Marked text={text} search={search} />
    const columns: GridColumn<Subscriber>[] = [
      {
        id: 'lastName',
        header: t('column.lastName'),
        width: 130,
        sort: 'lastName',
        cell: (one) => marked(one.lastName),
      },
      {
        id: 'firstName',
        header: t('column.firstName'),
        width: 105,
        sort: 'firstName',
        cell: (one) => marked(one.firstName),
      },
      {
        id: 'directoryNumber',
        header: t('column.directoryNumber'),
        hint: t('hint.directoryNumber'),
        width: 90,
        sort: 'directoryNumber',
        cell: (one) => marked(one.directoryNumber),
      },
      {
        id: 'state',
        header: t('column.state'),
        width: 275,
        sort: 'state',
        cell: (one) => <StateBadge subscriber={one} />,
      },
      {
        id: 'deployedAt',
        header: t('column.deployedAt'),
        hint: t('hint.deployedAt'),
        width: 105,
        sort: 'deployedAt',
        cell: ({ deployedAt }) => <Time at={deployedAt} />,
      },
      {
        id: 'downloadedAt',
        header: t('column.downloadedAt'),
        hint: t('hint.downloadedAt'),
        width: 120,
        sort: 'downloadedAt',
        cell: (one) => <Downloaded subscriber={one} />,
      },
      {
        id: 'profile',
        header: t('column.profile'),
        width: 120,
        sort: 'profile',
        cell: ({ profileId }) => names.get(profileId),
      },
      { id: 'email', header: t('column.email'), width: 215, sort: 'email', cell: (one) => marked(one.email) },
      {
        id: 'mbgSipUserName',
        header: t('column.mbgSipUserName'),
        width: 150,
        sort: 'mbgSipUserName',
        cell: (one) => marked(one.mbgSipUserName),
      },
      {
        id: 'clientService',
        header: t('column.clientService'),
        width: 170,
        sort: 'clientServiceUserName',
        cell: (one) => marked(one.clientServiceUserName),
      },
      {
        id: 'pin',
        header: t('column.pin'),
        width: 90,
        cell: ({ secretsSet }) => t(secretsSet.deploymentPin ? 'pinState.set' : 'pinState.missing'),
      },
      {
        id: 'clients',
        header: t('column.clients'),
        hint: t('hint.clients'),
        width: 80,
        align: 'end',
        cell: ({ clientCount }) => clientCount.toLocaleString(i18n.language),
      },
      {
        id: 'updatePending',
        header: t('column.updatePending'),
        hint: t('flagHint.updatePending'),
        width: 130,
        cell: ({ flags }) => flags.updatePending && t('fact.yes'),
      },
      {
        id: 'redeployRequired',
        header: t('column.redeployRequired'),
        hint: t('flagHint.redeployRequired'),
        width: 145,
        cell: ({ flags }) => flags.redeployRequired && t('fact.yes'),
      },
      {
        id: 'origin',
        header: t('column.origin'),
        width: 170,
        sort: 'origin',
        cell: ({ origin }) => t(`origin.${origin}`),
      },
    ]
    return narrow ? withStateSecond(columns) : columns
  }, [t, i18n.language, profiles, search, narrow])
}

function withStateSecond(columns: GridColumn<Subscriber>[]): GridColumn<Subscriber>[] {
  const [name, ...others] = columns
  const state = others.filter(({ id }) => id === 'state')
  return [...(name ? [name] : []), ...state, ...others.filter(({ id }) => id !== 'state')]
}

/** CD-3: a download older than the last deployment is outdated. */
function Downloaded({ subscriber: { deployedAt, downloadedAt } }: { subscriber: Subscriber }) {
  const { t } = useTranslation('subscribers')
  const outdated = deployedAt !== null && downloadedAt !== null && downloadedAt < deployedAt
  return (
    <Group gap={4} wrap="nowrap">
      <Time at={downloadedAt} />
      {outdated && (
        <span title={t('outdated')}>
          <IconClockExclamation size={15} role="img" aria-label={t('outdated')} />
        </span>
      )}
    </Group>
  )
}
