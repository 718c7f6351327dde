import { Button } from '@mantine/core'
import { IconTrash, IconUserPlus } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactNode, Suspense, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { accountQuery } from '#features/accounts/web/api.ts'
import { ActionButton } from '#web/components/action-button.tsx'
import { DataGrid } from '#web/components/data-grid/data-grid.tsx'
import { selectedCount, useSelection } from '#web/components/data-grid/selection.ts'
import { SelectionBar } from '#web/components/data-grid/selection-bar.tsx'
import { useGridLayout } from '#web/components/data-grid/use-grid-layout.ts'
import { OnceOpened } from '#web/components/once-opened.tsx'
import { Page } from '#web/components/page.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { WithPanel } from '#web/components/with-panel.tsx'
import { lazy } from '#web/lib/lazy.ts'
import type { User } from '../schema.ts'
import { userCountQuery, usersQuery } from './api.ts'
import { hiddenAtFirst, useUserColumns } from './columns.tsx'
import type { DeletionRequest } from './delete-users-dialog.tsx'
import { chosenOf } from './manage/chosen.ts'
import { ManageButton } from './manage/manage-button.tsx'
import { MoreMenu } from './more-menu.tsx'
import { NoUsers } from './no-users.tsx'
import { type PartsAbove, PartsOfPeople, type SignInAct, useParts } from './parts-above.ts'
import { fullName } from './person-name.ts'
import { filterOf, type UsersSearch, unfiltered } from './search.ts'
import { UserFilters } from './user-filters.tsx'
import { UsersTabs } from './users-tabs.tsx'
import { Viewer } from './why-here.ts'

// Forms, dialogs and their rules: the list need not wait for them.
const Deactivated = lazy(async () => ({
  default: (await import('#features/accounts/web/deactivated.tsx')).Deactivated,
}))
const UserPanel = lazy(async () => ({ default: (await import('./user-panel.tsx')).UserPanel }))
const ManagePanel = lazy(async () => ({
  default: (await import('./manage/manage-panel.tsx')).ManagePanel,
}))
const DeleteUsersDialog = lazy(async () => ({
  default: (await import('./delete-users-dialog.tsx')).DeleteUsersDialog,
}))
const ColumnDialog = lazy(async () => ({
  default: (await import('#web/components/data-grid/column-dialog.tsx')).ColumnDialog,
}))
const route = getRouteApi('/_signed-in/accounts/$accountId/users')

interface UsersPageProps {
  /** The admin who looks: the columns are kept for each. */
  viewerId: string
  parts: PartsAbove
}

/** User management › Users: the people of the account (UA-1, UA-2). Of a deactivated one nobody is shown (UA-1). */
export function UsersPage({ viewerId, parts }: UsersPageProps): ReactNode {
  const { t } = useTranslation('users')
  const { accountId } = route.useParams()
  const { data: account } = useQuery(accountQuery(accountId))
  if (account?.status === 'deactivated') {
    return (
      <Page title={t('title')}>
        <Suspense>
          <Deactivated account={account} />
        </Suspense>
      </Page>
    )
  }
  return (
    <Viewer value={viewerId}>
      <PartsOfPeople value={parts}>
        <People viewerId={viewerId} />
      </PartsOfPeople>
    </Viewer>
  )
}

/** The list, and beside it one of them or what is done to many. */
function People({ viewerId }: { viewerId: string }): ReactNode {
  const { signInDialogOf } = useParts()
  const { t } = useTranslation('users')
  const { accountId } = route.useParams()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { data: account } = useQuery(accountQuery(accountId))
  const isPartner = account?.kind === 'partner'
  const layout = useGridLayout(`${viewerId}.users`, hiddenAtFirst)
  const [choosing, setChoosing] = useState(false)
  const [deletion, setDeletion] = useState<DeletionRequest>()
  const [signInAct, setSignInAct] = useState<SignInAct>()
  const [editing, setEditing] = useState<string>()

  // Of equal content, and not the same: opening a person changes the address too.
  const filter = filterOf(search)
  const sort = search.sort ?? 'lastName'
  const list = useInfiniteQuery({
    ...usersQuery(accountId, filter, sort),
    placeholderData: keepPreviousData,
  })
  const { data: total } = useQuery(userCountQuery(accountId, filter))
  const rows = useMemo(() => list.data?.pages.flatMap(({ items }) => items) ?? [], [list.data])
  const columns = useUserColumns({ accountId, isPartner, search: filter.search })
  const control = useSelection(JSON.stringify([accountId, filter]))
  const { selection } = control
  const nothingSelected = selectedCount(selection, total) === 0
  const chosen = chosenOf(selection, filter, total)

  function change(part: Partial<UsersSearch>, replace = false) {
    void navigate({ search: (now) => ({ ...now, ...part }), replace })
  }

  // UA-61, UA-62: of the selected; of all that match where nobody is.
  function actOnSignIn(act: SignInAct['act']) {
    setSignInAct({ act, selection: chosen.selection, count: chosen.count })
  }

  const manage = () => change({ open: 'manage', tab: undefined })

  function edit({ id }: User) {
    setEditing(id)
    change({ open: id, tab: undefined })
  }

  const addButton = (
    <Button
      leftSection={<IconUserPlus size={16} aria-hidden />}
      onClick={() => change({ open: 'new', tab: undefined })}
    >
      {t('add')}
    </Button>
  )
  return (
    <Page
      title={t('title')}
      fill
      actions={
        <>
          {addButton}
          <ManageButton chosen={chosen} onClick={manage} />
          <MoreMenu accountId={accountId} onColumns={() => setChoosing(true)} onSignIn={actOnSignIn} />
        </>
      }
    >
      <UsersTabs accountId={accountId} />
      <UserFilters accountId={accountId} isPartner={isPartner} search={search} change={change} />
      <WithPanel
        panel={
          search.open && (
            <Suspense>
              {search.open === 'manage' ? (
                <ManagePanel
                  accountId={accountId}
                  isPartner={isPartner}
                  chosen={chosen}
                  isFiltered={Object.keys(filter).length > 0}
                  onSignIn={actOnSignIn}
                  onDelete={() => setDeletion(chosen)}
                  onClose={() => change({ open: undefined })}
                />
              ) : (
                <UserPanel
                  accountId={accountId}
                  openId={search.open}
                  tab={search.tab ?? 'details'}
                  focusForm={editing === search.open}
                  onTab={(tab) => change({ tab: tab === 'details' ? undefined : tab }, true)}
                  onOpen={(open) => change({ open, tab: undefined })}
                />
              )}
            </Suspense>
          )
        }
      >
        <SelectionBar
          control={control}
          total={total}
          totalInWords={(count) => t('count', { count })}
          shown={rows.map(({ id }) => id)}
        >
          <ActionButton
            size="xs"
            variant="default"
            leftSection={<IconTrash size={15} aria-hidden />}
            because={nothingSelected ? t('needsSelection') : undefined}
            onClick={() => setDeletion(chosen)}
          >
            {t('delete')}
          </ActionButton>
          {!nothingSelected && <ManageButton size="xs" chosen={chosen} onClick={manage} />}
        </SelectionBar>
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
            onSort={(next) => change({ sort: next as NonNullable<UsersSearch['sort']> }, true)}
            selection={control}
            total={total}
            loading={list.isPending}
            more={{ has: list.hasNextPage, fetching: list.isFetchingNextPage, fetch: list.fetchNextPage }}
            rowKeys={{ e: edit }}
            empty={<NoUsers filter={filter} onClear={() => change(unfiltered)} add={addButton} />}
          />
        )}
      </WithPanel>
      <OnceOpened when={choosing}>
        <ColumnDialog
          columns={columns}
          control={layout}
          opened={choosing}
          onClose={() => setChoosing(false)}
        />
      </OnceOpened>
      <OnceOpened when={deletion !== undefined}>
        <DeleteUsersDialog
          accountId={accountId}
          request={deletion}
          onClose={() => setDeletion(undefined)}
          onStarted={control.selectNone}
        />
      </OnceOpened>
      {signInDialogOf(accountId, signInAct, () => setSignInAct(undefined))}
    </Page>
  )
}

function idOf({ id }: User): string {
  return id
}
