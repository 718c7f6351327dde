import { IconFileSearch } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type MouseEvent, Suspense, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RowLink } from '#web/components/data-grid/columns.ts'
import { DataGrid } from '#web/components/data-grid/data-grid.tsx'
import { EmptyState } from '#web/components/empty-state.tsx'
import { FilterTabs } from '#web/components/filter-tabs.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { WithPanel } from '#web/components/with-panel.tsx'
import { lazy } from '#web/lib/lazy.ts'
import type { Import, ImportRow } from '../schema.ts'
import { importRowsQuery } from './api.ts'
import { type ImportPlace, useImportPlace } from './import-place.ts'
import { needsWork, rowCount, verdicts } from './plan.ts'
import { usePlanColumns } from './plan-columns.tsx'
import classes from './plan-rows.module.css'
import type { PlanSearch } from './search.ts'
import { useRowsToCorrect } from './use-rows-to-correct.ts'

// A partner's files alone name customers.
const CustomerFilter = lazy(async () => ({
  default: (await import('./customer-filter.tsx')).CustomerFilter,
}))
// Who only looks at a plan need not wait for its form.
const RowPanel = lazy(async () => ({ default: (await import('./row-panel.tsx')).RowPanel }))

/** The rows of a plan by verdict, with what is wrong marked in its cell. While the plan waits to be applied a press on a cell corrects it. */
export function PlanRows({ plan }: { plan: Import }) {
  const { t } = useTranslation('imports')
  const place = useImportPlace()
  const { verdict, customerId, row: openRow }: PlanSearch = useSearch({ strict: false })
  const navigate = useNavigate()
  const list = useInfiniteQuery(importRowsQuery(place, plan.id, { verdict, customerId }))
  const rows = useMemo(() => list.data?.pages.flatMap(({ items }) => items) ?? [], [list.data])
  const columns = usePlanColumns(plan, rows)
  const [pressed, setPressed] = useState<string>()
  // A corrected row may not be among those any more that the list is narrowed to.
  const [corrected, setCorrected] = useState<ImportRow>()
  const editable = plan.status === 'ready'
  const isNarrowed = verdict !== undefined || customerId !== undefined
  const toCorrect = useRowsToCorrect(plan, editable && openRow !== undefined)
  const found = [...rows, ...(corrected ? [corrected] : []), ...toCorrect].find(({ row }) => row === openRow)
  const open = editable ? found : undefined

  // A link to a row further down: the list is loaded as far as that row.
  const { hasNextPage, isFetching, fetchNextPage } = list
  const beyond = openRow !== undefined && !found && (rows.at(-1)?.row ?? 0) < openRow
  useEffect(() => {
    if (editable && beyond && hasNextPage && !isFetching) void fetchNextPage()
  }, [editable, beyond, hasNextPage, isFetching, fetchNextPage])

  function go(search: PlanSearch, replace = false) {
    void navigate({ to: '.', search: (now: object) => ({ ...now, ...search }), replace })
  }

  function notePressed(event: MouseEvent) {
    const cell = (event.target as HTMLElement).closest('td, th')
    setPressed(cell instanceof HTMLTableCellElement ? columns[cell.cellIndex]?.id : undefined)
  }

  function edit({ row }: ImportRow) {
    setPressed(undefined)
    go({ row })
  }

  const next =
    open && (toCorrect.find(({ row }) => row > open.row) ?? toCorrect.find(({ row }) => row !== open.row))
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
        onChange={(value) => go({ verdict: value }, true)}
      />
      {plan.acrossCustomers && (
        <Suspense>
          <CustomerFilter customerId={customerId} onChange={(id) => go({ customerId: id }, true)} />
        </Suspense>
      )}
      <div className={classes.rows} onClickCapture={notePressed}>
        <WithPanel
          panel={
            open && (
              <Suspense>
                <RowPanel
                  key={open.row}
                  plan={plan}
                  row={open}
                  focus={pressed}
                  onSaved={setCorrected}
                  onClose={() => go({ row: undefined })}
                  onNext={next && (() => edit(next))}
                />
              </Suspense>
            )
          }
        >
          {list.error && rows.length === 0 ? (
            <ProblemAlert problem={list.error} retry={list.refetch} />
          ) : (
            <DataGrid
              label={t('rows')}
              columns={columns}
              rows={rows}
              rowId={({ row }) => String(row)}
              openId={open && String(open.row)}
              linkOf={linkIn(plan, place)}
              loading={list.isPending}
              more={{ has: list.hasNextPage, fetching: list.isFetchingNextPage, fetch: list.fetchNextPage }}
              rowKeys={editable ? { e: edit } : {}}
              empty={
                <EmptyState
                  icon={IconFileSearch}
                  title={t('noRows.title')}
                  text={isNarrowed || rowCount(plan) === 0 ? t('noRows.text') : t('noRows.gone')}
                />
              }
            />
          )}
        </WithPanel>
      </div>
    </>
  )
}

/** Where rows lead: to their form while they can be corrected, and to their record once it is there. */
function linkIn({ status }: Import, { accountId, kind }: ImportPlace): RowLink<ImportRow> {
  return ({ row, subjectId, verdict, account }) => {
    if (status === 'ready') return { to: '.', search: (now: object) => ({ ...now, row }) }
    const hasRecord = status === 'applied' && !needsWork({ verdict })
    if (!hasRecord || subjectId === null) return undefined
    return {
      to: kind.pages.records,
      params: { accountId: account?.id ?? accountId },
      search: { open: subjectId },
    }
  }
}
