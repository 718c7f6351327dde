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

/** The columns of Manage (CD-2); those shown at first stand whole beside the open menu on a screen of 1440 px. The last name comes first, because the first column stays in view and names the row. */
export function useSubscriberColumns(
  profiles: Profile[],
  search: string | undefined,
): GridColumn<Subscriber>[] {
  const { t } = useTranslation('subscribers')
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
        width: 240,
        sort: 'state',
        cell: (one) => <StateBadge subscriber={one} />,
      },
      {
        id: 'profile',
        header: t('column.profile'),
        width: 120,
        sort: 'profile',
        cell: ({ profileId }) => names.get(profileId),
      },
      { id: 'email', header: t('column.email'), width: 190, sort: 'email', cell: (one) => marked(one.email) },
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
    ]
    return narrow ? withStateSecond(columns) : columns
  }, [t, profiles, search, narrow])
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
