import { useMediaQuery } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { profilesQuery } from '#features/deployment/profiles/web/api.ts'
import type { GridColumn } from '#web/components/data-grid/columns.ts'
import type { Import, ImportRow } from '../schema.ts'
import { PlanCell, Remarks, VerdictBadge } from './plan-cells.tsx'

const names = ['lastName', 'firstName']

/** The columns of a plan: who it is, what becomes of them and why, then the rest of the file in its order. */
export function usePlanColumns(accountId: string, plan: Import, rows: ImportRow[]): GridColumn<ImportRow>[] {
  const { t } = useTranslation('imports')
  const fieldLabel = useFieldLabel()
  const { data: profiles } = useQuery(profilesQuery(accountId))
  const narrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false })
  const { columns, options } = plan
  return useMemo(() => {
    // A value that is missing has its cell too, also where the file has no column for it.
    const wrong = rows.flatMap(({ problems }) => problems.map(({ field }) => field))
    const shown = [...new Set([...columns, ...wrong].filter((field) => field !== null))]
    const profileName = (id: string | null | undefined) => profiles?.find((one) => one.id === id)?.name
    const cellOf = (field: string) => ({
      id: field,
      header: fieldLabel(field),
      width: 160,
      cell: (row: ImportRow) => <PlanCell row={row} field={field} />,
    })
    return [
      { id: 'line', header: t('column.line'), width: narrow ? 52 : 64, cell: ({ line }) => line },
      ...names
        .filter((field) => shown.includes(field))
        .map((field) => ({ ...cellOf(field), width: narrow ? 104 : 140 })),
      {
        id: 'verdict',
        header: t('column.verdict'),
        width: narrow ? 118 : 130,
        cell: ({ verdict }) => <VerdictBadge verdict={verdict} />,
      },
      {
        id: 'problems',
        header: t('column.problems'),
        // Out of view where there is little room: wide, so that it does not make the rows high.
        width: narrow ? 520 : 340,
        wrap: true,
        cell: (row) => <Remarks row={row} />,
      },
      ...shown.filter((field) => field !== 'profile' && !names.includes(field)).map(cellOf),
      {
        ...cellOf('profile'),
        cell: (row) => (
          <PlanCell
            row={row}
            field="profile"
            text={profileName(row.profileId ?? options.profileId) ?? row.cells.profile ?? ''}
          />
        ),
      },
    ]
  }, [t, fieldLabel, columns, rows, options, profiles, narrow])
}

/** The name of a field as it stands above its column; one this page does not know is shown as the server names it. */
export function useFieldLabel(): (field: string) => string {
  const { t, i18n } = useTranslation('imports')
  return useMemo(
    () => (field) => (i18n.exists(`imports:field.${field}`) ? t(`field.${field as 'email'}`) : field),
    [t, i18n],
  )
}
