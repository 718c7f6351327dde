import { useMediaQuery } from '@mantine/hooks'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { GridColumn } from '#web/components/data-grid/columns.ts'
import type { Import, ImportRow } from '../schema.ts'
import { useImportPlace } from './import-place.ts'
import { PlanCell, Remarks, VerdictBadge } from './plan-cells.tsx'
import { useProfiles } from './use-profiles.ts'

/** The columns of a plan: who it is, what becomes of them and why, then the rest of the file in its order. */
export function usePlanColumns(plan: Import, rows: ImportRow[]): GridColumn<ImportRow>[] {
  const { t } = useTranslation('imports')
  const fieldLabel = useFieldLabel()
  const { names, hasProfiles } = useImportPlace().kind
  const profiles = useProfiles()
  const narrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false })
  const { columns, options } = plan
  return useMemo(() => {
    // A value that is missing has its cell too, also where the file has no column for it.
    const wrong = rows.flatMap(({ problems }) => problems.map(({ field }) => field))
    const shown = [...new Set([...columns, ...wrong].filter((field) => field !== null))]
    const profileName = (id: string | null | undefined) => profiles.find((one) => one.id === id)?.name
    const cellOf = (field: string) => ({
      id: field,
      header: fieldLabel(field),
      width: 160,
      // A customer that is named by number or ID is shown by name.
      cell: (row: ImportRow) => (
        <PlanCell row={row} field={field} text={field === 'account' ? row.account?.name : undefined} />
      ),
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
      ...(hasProfiles
        ? [
            {
              ...cellOf('profile'),
              cell: (row: ImportRow) => (
                <PlanCell
                  row={row}
                  field="profile"
                  text={profileName(row.profileId ?? options.profileId) ?? row.cells.profile ?? ''}
                />
              ),
            },
          ]
        : []),
    ]
  }, [t, fieldLabel, columns, rows, options, names, hasProfiles, profiles, narrow])
}

/** The name of a field as it stands above its column; one this page does not know is shown as the server names it. */
export function useFieldLabel(): (field: string) => string {
  const { t, i18n } = useTranslation('imports')
  const { name } = useImportPlace().kind
  return useMemo(
    () => (field) =>
      i18n.exists(`imports:${name}.field.${field}`) ? t(`${name}.field.${field as 'email'}`) : field,
    [t, i18n, name],
  )
}
