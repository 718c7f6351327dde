import { Button } from '@mantine/core'
import { IconFileImport, IconUserPlus, IconUsers } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactNode, Suspense, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { sessionQuery } from '#features/auth/web/session.ts'
import { DataGrid } from '#web/components/data-grid/data-grid.tsx'
import {
  type Selection,
  selectedCount,
  selectionBody,
  useSelection,
} from '#web/components/data-grid/selection.ts'
import { useGridLayout } from '#web/components/data-grid/use-grid-layout.ts'
import { EmptyState } from '#web/components/empty-state.tsx'
import { ButtonLink } from '#web/components/links.tsx'
import { OnceOpened } from '#web/components/once-opened.tsx'
import { Page } from '#web/components/page.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { WithPanel } from '#web/components/with-panel.tsx'
import type { Page as ListPage } from '#web/lib/api/pages.ts'
import { lazy } from '#web/lib/lazy.ts'
import type { ActRequest } from '../../deployments/web/act-dialog.tsx'
import type { Act, ActSelection } from '../../deployments/web/api.ts'
import { profilesQuery } from '../../profiles/web/api.ts'
import type { Subscriber } from '../schema.ts'
import { subscriberCountQuery, subscribersQuery } from './api.ts'
import { hiddenAtFirst, useSubscriberColumns } from './columns.tsx'
import { ManageFilters } from './manage-filters.tsx'
import { OutdatedBar } from './outdated-bar.tsx'
import { filterOf, type ManageSearch, unfiltered } from './search.ts'
import { SelectionBar } from './selection-bar.tsx'
import { fullName } from './subscriber-name.tsx'

const ActDialog = lazy(async () => ({
  default: (await import('../../deployments/web/act-dialog.tsx')).ActDialog,
}))
// Forms and their rules are half of this page's script; the list need not wait for them.
const SubscriberPanel = lazy(async () => ({
  default: (await import('./subscriber-panel.tsx')).SubscriberPanel,
}))
const route = getRouteApi('/_signed-in/accounts/$accountId/deployment/subscribers')

/** Which records are to be exported; `count` is undefined where they are not counted yet. */
export interface ExportRequest {
  selection: ActSelection
  count: number | undefined
}

interface ManagePageProps {
  /** Draws the dialog that exports records; files are the matter of a slice above this one. */
  exportOf: (accountId: string, request: ExportRequest | undefined, onClose: () => void) => ReactNode
}

/** Client deployment › Manage: every subscriber of the account (CD-1), one of them beside the list. */
export function ManagePage({ exportOf }: ManagePageProps): ReactNode {
  const { t } = useTranslation('subscribers')
  const { accountId } = route.useParams()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { data: session } = useQuery(sessionQuery)
  const layout = useGridLayout(`${session?.user.id}.manage`, hiddenAtFirst)
  const [request, setRequest] = useState<ActRequest>()
  const [exporting, setExporting] = useState<ExportRequest>()
  const [editing, setEditing] = useState<string>()

  // Of equal content, and not the same: opening a record changes the address too.
  const filter = filterOf(search)
  const sort = search.sort ?? 'lastName'
  const list = useInfiniteQuery({
    ...subscribersQuery(accountId, filter, sort),
    placeholderData: keepPreviousData,
    // Mails go out one after the other: their states are followed, as long as few pages must be asked for anew.
    refetchInterval: ({ state: { data } }) =>
      data && data.pages.length <= 3 && hasQueued(data.pages) ? 5_000 : false,
  })
  const { data: total } = useQuery(subscriberCountQuery(accountId, filter))
  const { data: profiles = [] } = useQuery(profilesQuery(accountId))
  const rows = useMemo(() => list.data?.pages.flatMap(({ items }) => items) ?? [], [list.data])
  const columns = useSubscriberColumns(profiles, search.search)
  const control = useSelection(JSON.stringify([accountId, filter]))

  function change(part: Partial<ManageSearch>, replace = false) {
    void navigate({ search: (now) => ({ ...now, ...part }), replace })
  }

  function actOnSelection(act: Act, selection: Selection) {
    const chosen = selection.all ? undefined : rows.filter(({ id }) => selection.ids.has(id))
    const count = selectedCount(selection, total)
    setRequest({ act, selection: selectionBody(selection, filter, count), subscribers: chosen, count })
  }

  function exportSelection() {
    const { selection } = control
    const count = selectedCount(selection, total)
    setExporting({ selection: selectionBody(selection, filter, count), count })
  }

  function actOnOne(act: Act, subscriber: Subscriber) {
    setRequest({ act, selection: { ids: [subscriber.id] }, subscribers: [subscriber], count: 1 })
  }

  function edit({ id }: Subscriber) {
    setEditing(id)
    change({ open: id, tab: undefined })
  }

  const anythingSelected = selectedCount(control.selection, total) !== 0
  return (
    <Page
      title={t('title')}
      fill
      actions={<Additions onNew={() => change({ open: 'new', tab: undefined })} />}
    >
      <ManageFilters
        accountId={accountId}
        search={search}
        change={change}
        profiles={profiles}
        columns={columns}
        layout={layout}
      />
      <WithPanel
        panel={
          search.open && (
            <Suspense>
              <SubscriberPanel
                accountId={accountId}
                openId={search.open}
                tab={search.tab ?? 'details'}
                focusForm={editing === search.open}
                onTab={(tab) => change({ tab: tab === 'details' ? undefined : tab }, true)}
                onOpen={(open) => change({ open, tab: undefined })}
                onAct={actOnOne}
              />
            </Suspense>
          )
        }
      >
        {search.updatePending === true && (
          <OutdatedBar total={total} onAct={(act) => actOnSelection(act, { all: true, except: new Set() })} />
        )}
        <SelectionBar
          control={control}
          total={total}
          rows={rows}
          onAct={(act) => actOnSelection(act, control.selection)}
          onExport={exportSelection}
        />
        {list.error && rows.length === 0 ? (
          <ProblemAlert problem={list.error} retry={list.refetch} />
        ) : (
          <DataGrid
            label={t('list')}
            columns={columns}
            layout={layout}
            rows={rows}
            rowId={idOf}
            rowName={fullName}
            openId={search.open}
            linkOf={({ id }) => ({ to: '.', search: (now: object) => ({ ...now, open: id }) })}
            sort={sort}
            onSort={(next) => change({ sort: next as NonNullable<ManageSearch['sort']> }, true)}
            selection={control}
            total={total}
            loading={list.isPending}
            more={{ has: list.hasNextPage, fetching: list.isFetchingNextPage, fetch: list.fetchNextPage }}
            rowKeys={{
              e: edit,
              d: (subscriber) =>
                anythingSelected
                  ? actOnSelection('deploy', control.selection)
                  : actOnOne('deploy', subscriber),
            }}
            empty={
              <Nobody
                narrowed={Object.values(filter).some((value) => value !== undefined)}
                onClear={() => change(unfiltered)}
                onNew={() => change({ open: 'new' })}
              />
            }
          />
        )}
      </WithPanel>
      <OnceOpened when={request !== undefined}>
        <ActDialog
          accountId={accountId}
          request={request}
          onClose={() => setRequest(undefined)}
          onStarted={control.selectNone}
        />
      </OnceOpened>
      {exportOf(accountId, exporting, () => setExporting(undefined))}
    </Page>
  )
}

function hasQueued(pages: Array<ListPage<Subscriber>>): boolean {
  return pages.some(({ items }) => items.some(({ state }) => state === 'queued'))
}

function idOf({ id }: Subscriber): string {
  return id
}

function Additions({ onNew }: { onNew: () => void }) {
  const { t } = useTranslation('subscribers')
  const { accountId } = route.useParams()
  return (
    <>
      <ButtonLink
        to="/accounts/$accountId/deployment/import"
        params={{ accountId }}
        variant="default"
        leftSection={<IconFileImport size={16} aria-hidden />}
      >
        {t('importCsv')}
      </ButtonLink>
      <Button leftSection={<IconUserPlus size={16} aria-hidden />} onClick={onNew}>
        {t('new')}
      </Button>
    </>
  )
}

function Nobody({ narrowed, onClear, onNew }: { narrowed: boolean; onClear: () => void; onNew: () => void }) {
  const { t } = useTranslation('subscribers')
  if (!narrowed) {
    return (
      <EmptyState
        icon={IconUsers}
        title={t('empty.title')}
        text={t('empty.text')}
        actions={<Additions onNew={onNew} />}
      />
    )
  }
  return (
    <EmptyState
      icon={IconUsers}
      title={t('empty.noMatchTitle')}
      text={t('empty.noMatchText')}
      actions={
        <Button variant="default" onClick={onClear}>
          {t('filter.clear', { ns: 'common' })}
        </Button>
      }
    />
  )
}
