import { Badge, Text } from '@mantine/core'
import {
  type Icon,
  IconAlertTriangle,
  IconArrowsSplit,
  IconCircleDashed,
  IconFileSearch,
  IconPencil,
  IconPlus,
} from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { GridColumn } from '#web/components/data-grid/columns.ts'
import { DataGrid } from '#web/components/data-grid/data-grid.tsx'
import { EmptyState } from '#web/components/empty-state.tsx'
import { FilterTabs } from '#web/components/filter-tabs.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { type Import, type ImportRow, verdicts } from '../schema.ts'
import { importRowsQuery } from './api.ts'
import { problemsOf, rowCount } from './plan.ts'
import classes from './plan-rows.module.css'

const route = getRouteApi('/_signed-in/accounts/$accountId/deployment/import/$importId')

// Word, shape and colour: none of them alone carries the meaning.
const shapes: Record<ImportRow['verdict'], { color: string; icon: Icon }> = {
  create: { color: 'teal', icon: IconPlus },
  change: { color: 'blue', icon: IconPencil },
  unchanged: { color: 'gray', icon: IconCircleDashed },
  conflict: { color: 'orange', icon: IconArrowsSplit },
  error: { color: 'red', icon: IconAlertTriangle },
}

/** The rows of a plan by verdict, with what is wrong marked in its cell. */
export function PlanRows({ plan }: { plan: Import }) {
  const { t } = useTranslation('imports')
  const { accountId, importId } = route.useParams()
  const { verdict } = route.useSearch()
  const navigate = route.useNavigate()
  const list = useInfiniteQuery(importRowsQuery(accountId, importId, verdict))
  const rows = useMemo(() => list.data?.pages.flatMap(({ items }) => items) ?? [], [list.data])
  const columns = useColumns(plan)
  return (
    <>
      <FilterTabs
        label={t('filter')}
        value={verdict}
        all={{ label: t('all'), count: rowCount(plan) }}
        choices={verdicts.map((value) => ({
          value,
          label: t(`verdict.${value}`),
          count: plan.counts[value],
        }))}
        onChange={(value) => void navigate({ search: { verdict: value }, replace: true })}
      />
      {list.error && rows.length === 0 ? (
        <ProblemAlert problem={list.error} retry={list.refetch} />
      ) : (
        <DataGrid
          label={t('rows')}
          columns={columns}
          rows={rows}
          rowId={({ row }) => String(row)}
          loading={list.isPending}
          more={{ has: list.hasNextPage, fetching: list.isFetchingNextPage, fetch: list.fetchNextPage }}
          empty={<EmptyState icon={IconFileSearch} title={t('noRows.title')} text={t('noRows.text')} />}
        />
      )}
    </>
  )
}

function useColumns(plan: Import): GridColumn<ImportRow>[] {
  const { t, i18n } = useTranslation('imports')
  return useMemo(() => {
    const fields = [...new Set(plan.columns.filter((field) => field !== null))]
    return [
      { id: 'line', header: t('column.line'), width: 70, cell: ({ line }) => line },
      {
        id: 'verdict',
        header: t('column.verdict'),
        width: 130,
        cell: ({ verdict }) => <Verdict verdict={verdict} />,
      },
      {
        id: 'problems',
        header: t('column.problems'),
        width: 340,
        wrap: true,
        cell: (row) => <Remarks row={row} />,
      },
      ...fields.map((field) => ({
        id: field,
        header: labelOf(field),
        width: 160,
        cell: (row: ImportRow) => <Cell row={row} field={field} />,
      })),
    ]

    function labelOf(field: string): string {
      return i18n.exists(`imports:field.${field}`) ? t(`field.${field as 'email'}`) : field
    }
  }, [t, i18n, plan.columns])
}

function Verdict({ verdict }: { verdict: ImportRow['verdict'] }) {
  const { t } = useTranslation('imports')
  const { color, icon: Shape } = shapes[verdict]
  return (
    <Badge variant="light" color={color} leftSection={<Shape size={13} aria-hidden />}>
      {t(`verdict.${verdict}`)}
    </Badge>
  )
}

function Cell({ row, field }: { row: ImportRow; field: string }) {
  const problems = problemsOf(row, field)
  const [worst] = problems
  const value = row.cells[field] ?? ''
  if (!worst) return value
  return (
    <span
      className={classes.marked}
      data-severity={worst.severity}
      title={problems.map(({ message }) => message).join('\n')}
    >
      <IconAlertTriangle size={14} aria-hidden />
      <span className={classes.value}>{value === '' ? '—' : value}</span>
    </span>
  )
}

/** Everything about a row in words: what a cell's mark means without hovering. The server's sentences name the column. */
function Remarks({ row }: { row: ImportRow }) {
  return row.problems.map(({ field, code, message }) => (
    <Text key={`${field} ${code}`} size="sm">
      {message}
    </Text>
  ))
}
